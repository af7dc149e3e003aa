package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// Spreadsheet makes a one-sheet .xlsx (ECMA-376, the smallest package that
// Excel and LibreOffice open). Cells that look like whole numbers are numbers.
func Spreadsheet(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"xl/workbook.xml", workbook},
		{"xl/_rels/workbook.xml.rels", workbookRels},
		{"xl/worksheets/sheet1.xml", worksheet(rows)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: made})
		if err == nil {
			_, err = w.Write([]byte(f.body))
		}
		if err != nil {
			return nil, fmt.Errorf("paper: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	officeRel    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	mainNS       = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	packageNS    = `http://schemas.openxmlformats.org/package/2006/`
	contentTypes = xmlHead + `<Types xmlns="` + packageNS + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	packageRels = xmlHead + `<Relationships xmlns="` + packageNS + `relationships">` +
		`<Relationship Id="r1" Type="` + officeRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbook = xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + officeRel + `">` +
		`<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`
	workbookRels = xmlHead + `<Relationships xmlns="` + packageNS + `relationships">` +
		`<Relationship Id="r1" Type="` + officeRel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

func worksheet(rows [][]string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetData>`)
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, cell := range row {
			ref := fmt.Sprintf("%c%d", 'A'+j, i+1)
			if number(cell) {
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, ref, cell)
				continue
			}
			fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>`, ref)
			_ = xml.EscapeText(&b, []byte(cell)) // a Builder does not fail
			b.WriteString(`</t></is></c>`)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

func number(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// TrialBalance is a spreadsheet of accounts with a total of zero.
func TrialBalance(seed int) ([]byte, error) {
	rows := [][]string{{"Account", "Name", "Balance"}}
	sum := 0
	for i, name := range accounts {
		n := (seed*7001+i*9377)%90000 - 45000
		if i == len(accounts)-1 {
			n = -sum
		}
		sum += n
		rows = append(rows, []string{fmt.Sprint(1000 + 100*i), name, fmt.Sprint(n)})
	}
	return Spreadsheet(append(rows, []string{"", "Total", fmt.Sprint(sum)}))
}

var accounts = []string{
	"Cash", "Accounts receivable", "Inventory", "Equipment", "Accumulated depreciation", "Accounts payable",
	"Line of credit", "Common stock", "Retained earnings", "Sales", "Cost of goods sold", "Wages",
	"Rent", "Repairs", "Insurance", "Depreciation", "Distributions",
}
