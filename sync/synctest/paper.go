package synctest

import (
	"fmt"

	"tieout/sync/portal/portaltest"
)

// Return is a small tax return of some pages. Different marks make different bytes.
func Return(mark string, pages int) []byte {
	all := make([]portaltest.Page, pages)
	for i := range all {
		all[i] = portaltest.Page{
			Title: fmt.Sprintf("Form 1120-S, page %d", i+1),
			Lines: []string{"Acme Ltd", "Ordinary business income 184,220", mark},
		}
	}
	all[pages-1].Title = "Signature page"
	return portaltest.PDF(all...)
}
