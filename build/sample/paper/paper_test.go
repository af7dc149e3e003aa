package paper

import (
	"archive/zip"
	"bytes"
	"testing"
)

func TestTheSameArgumentsGiveTheSameBytes(t *testing.T) {
	for name, paper := range map[string]func() ([]byte, error){
		"letter": letter,
		"return": func() ([]byte, error) {
			return Return("1120-S", "T", "C", "2025", []Line{{"1a", "Receipts", 100, true}}, "K")
		},
		"statement": func() ([]byte, error) { return BankStatement("B", "1", "C", "May", 3) },
		"scan":      func() ([]byte, error) { return Scan("S", []string{"hello"}) },
		"sheet":     func() ([]byte, error) { return TrialBalance(4) },
	} {
		t.Run(name, func(t *testing.T) {
			a, err := paper()
			if err != nil {
				t.Fatal(err)
			}
			b, err := paper()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a, b) {
				t.Error("two runs differ")
			}
		})
	}
}

func letter() ([]byte, error) {
	b, _, err := EngagementLetter(Firm{"F", "A"}, "Acme Ltd", "Form 1120-S", "Ruth", "President")
	return b, err
}

func TestALetterSaysWhereToSign(t *testing.T) {
	_, boxes, err := EngagementLetter(Firm{"F", "A"}, "Acme Ltd", "Form 1120-S", "Ruth", "President")
	if err != nil || len(boxes) != 2 || boxes[0].Page != 2 || boxes[0].Y < margin || boxes[0].Y > height {
		t.Errorf("boxes %+v, %v", boxes, err)
	}
}

func TestATrialBalanceIsAWorkbookThatSumsToZero(t *testing.T) {
	b, err := TrialBalance(7)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	var sheet bytes.Buffer
	if _, err := sheet.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(sheet.Bytes(), []byte(`<v>0</v></c></row></sheetData>`)) {
		t.Error("the last cell is not a total of zero")
	}
}
