package app

// StaffTable is the members of the firm and their computers.
type StaffTable struct {
	Rows []StaffRow `json:"rows"`
	Can  []string   `json:"can"` // add-staff, set-roles, remove-staff, revoke-computer
}

// StaffRow is one member of the staff.
type StaffRow struct {
	Person
	Email     string     `json:"email"`
	Roles     []string   `json:"roles"` // partner, manager, preparer, administrator
	Active    bool       `json:"active"`
	AwayFrom  string     `json:"awayFrom"` // RFC 3339 or ""
	AwayUntil string     `json:"awayUntil"`
	Cover     Person     `json:"cover"`
	Computers []Computer `json:"computers"`
	Open      int        `json:"open"` // engagements they work on
}

// Computer is one enrolled desk.
type Computer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Added   Moment `json:"added"`
	Revoked bool   `json:"revoked"`
	This    bool   `json:"this"`
}

// EnrolmentCode lets one computer join. It is shown once.
type EnrolmentCode struct {
	Code    string `json:"code"`
	Relay   string `json:"relay"`
	Expires Moment `json:"expires"`
}

// Staff answers from this computer.
func (a *App) Staff() (t StaffTable, err error) {
	defer guard("Staff", &err)
	return a.staff()
}

// AddStaff adds a member of the staff.
func (a *App) AddStaff(name, email string, roles []string) (o Outcome, err error) {
	defer guard("AddStaff", &err)
	return a.addStaff(name, email, roles)
}

// SetRoles sets what a member of the staff may do.
func (a *App) SetRoles(staff string, roles []string) (o Outcome, err error) {
	defer guard("SetRoles", &err)
	return a.setRoles(staff, roles)
}

// RemoveStaff ends a person's access and that of their computers.
func (a *App) RemoveStaff(staff string) (o Outcome, err error) {
	defer guard("RemoveStaff", &err)
	return a.removeStaff(staff)
}

// RevokeComputer ends one computer's access.
func (a *App) RevokeComputer(computer string) (o Outcome, err error) {
	defer guard("RevokeComputer", &err)
	return a.revokeComputer(computer)
}

// CreateEnrolmentCode asks the relay for a code; it fails with "offline" without a connection.
func (a *App) CreateEnrolmentCode(staff string) (c EnrolmentCode, err error) {
	defer guard("CreateEnrolmentCode", &err)
	return a.createEnrolmentCode(staff)
}

// SetAway says that a person is away and who covers; from and until are RFC 3339, and an empty until
// means they are back.
func (a *App) SetAway(staff, from, until, cover string) (o Outcome, err error) {
	defer guard("SetAway", &err)
	return a.setAway(staff, from, until, cover)
}
