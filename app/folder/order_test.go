package folder

import (
	"slices"
	"testing"
)

func TestFilesAreListedAsAnOfficeReadsThem(t *testing.T) {
	want := []string{
		"00 Index.pdf",
		"01/b.pdf",
		"1/a.pdf",
		"1/c.pdf",
		"1 Letter.pdf",
		"02 Return.pdf",
		"1099 forms/1099-DIV.pdf",
		"1099 forms/1099-INT.pdf",
		"Budget.xlsx",
		"éclair order.pdf",
		"Engagement letter (2).pdf", // as the file windows of Windows have it
		"engagement letter.pdf",
		"Statement 0.pdf",
		"Statement 2.pdf",
		"statement 10.pdf",
		"Statements/2025/January.pdf",
		"Statements/2025/Q1.pdf",
		"Statements/summary 9.pdf",
		"Statements/summary 10.pdf",
		"Statements.pdf",
		"Über uns.pdf",
	}
	for _, got := range [][]string{slices.Sorted(slices.Values(want)), reversed(want)} {
		SortByPath(got, func(s string) string { return s })
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
}

func reversed(all []string) []string {
	all = slices.Clone(all)
	slices.Reverse(all)
	return all
}
