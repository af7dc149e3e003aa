package engagement

// Template is what an engagement of a service starts with. A desk turns it into
// events when it opens the engagement, so a later change of a template changes
// nothing that is open.
type Template struct {
	Service  Service           `json:"service"`
	Name     string            `json:"name"`   // "Form 1120-S"
	Yearly   bool              `json:"yearly"` // else monthly
	DueMonth int               `json:"dueMonth,omitempty"`
	DueDay   int               `json:"dueDay"`
	Requests []TemplateRequest `json:"requests"`
}

// TemplateRequest is one line of a template's request list.
type TemplateRequest struct {
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
}

// Templates are the services a firm starts with. Due dates are the federal ones
// for calendar-year filers (26 U.S.C. 6072: Form 1040 by April 15, Forms 1120-S
// and 1065 by March 15, the next business day where that is a weekend; the desk
// proposes and the person decides).
var Templates = []Template{
	{
		Service: Form1040, Name: "Form 1040", Yearly: true, DueMonth: 4, DueDay: 15,
		Requests: []TemplateRequest{
			{"W-2 from each employer", "Every employer you worked for in the year."},
			{"1099 forms", "Interest, dividends, sales of securities, retirement, self-employment."},
			{"Mortgage interest and property tax", "Form 1098 and your tax bills."},
			{"Charitable gifts", "Receipts for gifts of $250 or more."},
			{"Health coverage", "Form 1095-A if you bought insurance on the marketplace."},
			{"Last year's return", "Only if we did not prepare it."},
		},
	},
	{
		Service: Form1120S, Name: "Form 1120-S", Yearly: true, DueMonth: 3, DueDay: 15,
		Requests: []TemplateRequest{
			{"Prior-year return and depreciation schedule", "Only if we did not prepare it."},
			{"Trial balance", "As of the last day of the year, as Excel or PDF."},
			{"Bank statements, October to December", "All business accounts."},
			{"Payroll summary, Form W-3", "The year's totals and the officers' W-2s."},
			{"Health insurance paid for shareholders", "The year's total for each shareholder."},
			{"Assets bought or sold", "Invoices for vehicles, equipment and buildings."},
			{"Loans from and to shareholders", "Agreements and year-end balances."},
		},
	},
	{
		Service: Form1065, Name: "Form 1065", Yearly: true, DueMonth: 3, DueDay: 15,
		Requests: []TemplateRequest{
			{"Trial balance", "As of the last day of the year, as Excel or PDF."},
			{"Bank statements, December", "All partnership accounts."},
			{"Partners' changes", "New, departed or changed shares, with dates."},
			{"Guaranteed payments", "What each partner was paid in the year."},
			{"Assets bought or sold", "Invoices and closing statements."},
			{"Loan statements at year end", "Every loan, with its balance."},
		},
	},
	{
		Service: Monthly, Name: "Monthly accounts", DueDay: 15,
		Requests: []TemplateRequest{
			{"Bank statement", "The month's statement for every account."},
			{"Credit card statement", "The month's statement for every card."},
			{"Sales summary", "The month's totals from your till or invoices."},
			{"Bills to pay", "Photos are fine."},
		},
	},
}

// TemplateFor finds a service's template, or nil.
func TemplateFor(s Service) *Template {
	for i := range Templates {
		if Templates[i].Service == s {
			return &Templates[i]
		}
	}
	return nil
}
