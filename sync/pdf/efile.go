package pdf

import (
	"regexp"
	"strings"
)

// An IRS e-file signature authorisation is Form 8879 or 8878 with any suffix
// (-CORP, -PE, -F, -EO, -TA, -WH, -A …), or a state's form of the same number
// (AZ-8879). IRS Pub. 1345 asks for identity proofing before such a form is
// signed remotely, so a page that is one must be found even inside a bundle,
// while a letter or consent that merely speaks of "Form 8879" must not count.
//
// Evidence on the page: the form number stands alone as its own run or line of
// text, as forms print it in the corner, and a short line holds the title.
// Evidence in the document: a title or field path that is the number itself;
// that covers forms whose text cannot be read, and marks page 1.
// Limit: a scanned picture of the form is not recognised.
var (
	formNumberAlone = regexp.MustCompile(`(?i)^(form\s*)?((?:[A-Z]{2}[- ]?)?887[89](?:\s*[-–]\s*[A-Z]{1,5}){0,2})(\s*\((rev|\d).{0,20}\)?)?$`)
	formTitle       = regexp.MustCompile(`(?i)^.{0,60}\be-?\s?file\b.{0,40}\bauthori[sz]ation\b.{0,60}$`)
	documentTitle   = regexp.MustCompile(`(?i)\bform\s+((?:[A-Z]{2}[- ]?)?887[89](?:-[A-Z]{1,5}){0,2})\b`)
	fieldPath       = regexp.MustCompile(`(?i)(?:^|[^0-9a-z])(?:f|form)?[-_ ]?(887[89](?:-?(?:corp|pe|eo|ta|wh|emp|a|f|b|c|k|i|s|so|ex))?)(?:[^0-9a-z]|$)`)
)

// EFileForm is a page recognised as an IRS e-file authorisation.
type EFileForm struct {
	Page int    // 1-based
	Form string // as printed: "8879", "8879-CORP", "AZ-8879"
}

func (g *graph) efileForms(pages []leaf, fields []Field) []EFileForm {
	var found []EFileForm
	for i, l := range pages {
		if form := efileOnPage(g.pageText(l)); form != "" {
			found = append(found, EFileForm{i + 1, form})
		}
	}
	if len(found) > 0 || len(pages) == 0 {
		return found
	}
	// A one-form document whose text could not be read. Page 1 carries the form.
	info := g.dict(g.infoRef())
	if m := documentTitle.FindStringSubmatch(g.text(info["Title"])); m != nil && len(pages) <= 4 {
		return []EFileForm{{1, formName(m[1])}}
	}
	for _, f := range fields {
		if m := fieldPath.FindStringSubmatch(f.Name); m != nil && f.Page > 0 {
			return []EFileForm{{f.Page, formName(m[1])}}
		}
	}
	return nil
}

func formName(s string) string {
	return strings.ToUpper(strings.NewReplacer("–", "-", " ", "").Replace(s))
}

// efileOnPage returns the form's number when the page is such a form.
func efileOnPage(runs []shown) string {
	number, title := "", false
	look := func(s string) {
		s = strings.Join(strings.Fields(s), " ")
		if m := formNumberAlone.FindStringSubmatch(s); m != nil && len(formName(m[2])) > len(number) {
			number = formName(m[2])
		}
		title = title || len(s) < 110 && formTitle.MatchString(s)
	}
	line := ""
	for i, r := range runs {
		if i > 0 && runs[i-1].line != r.line {
			look(line)
			line = ""
		}
		look(r.text)
		line += r.text
	}
	look(line)
	if !title {
		return ""
	}
	return number
}
