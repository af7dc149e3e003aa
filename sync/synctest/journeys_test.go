package synctest

import (
	"crypto/sha256"
	"os"
	"slices"
	"strings"
	"testing"

	"tieout/app"
	"tieout/sync/pdf"
	"tieout/sync/proof"
)

// office is the firm of most stories: Dana is the partner, Tom prepares; Ruth is their client.
func office(t testing.TB, seed uint64) *World {
	t.Helper()
	w := New(t, seed)
	furnish(w)
	return w
}

func furnish(w *World) {
	w.t.Helper()
	f := w.Firm("Mercer & Boyd CPAs", "dana")
	f.Hire("tom", "preparer")
	acme := f.Take("Acme Ltd", "ruth")
	f.Open(acme, "2025 Form 1120-S", "tom", "Bank statements", "Payroll summary")
	w.Desk("tom").Sees("the new engagement", func(p app.EngagementPage) bool { return p.Asked == 2 })
}

func TestASavedFileIsSeenByTheClient(t *testing.T) {
	w := office(t, 1)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	one, two := Return("draft", 2), Return("final", 2)

	tom.Save("To client/Draft return.pdf", one)
	ruth.Sees("Draft return.pdf", 1, one)
	tom.Save("To client/Draft return.pdf", two)
	doc := ruth.Sees("Draft return.pdf", 2, two)

	if len(doc.Earlier) != 1 || string(ruth.Opens(doc.Earlier[0].Href)) != string(one) {
		t.Errorf("the first version is not in the history: %+v", doc.Earlier)
	}
	tom.level()
	tom.Sees("that Ruth opened it", func(p app.EngagementPage) bool {
		return slices.ContainsFunc(p.Timeline, func(i app.TimelineItem) bool { return i.Icon == "seen" })
	})
	ruth.SeesStatus("Waiting for you")
	w.Rest()
}

func TestAnUploadIsFiledTickedAndTold(t *testing.T) {
	w := office(t, 2)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	bank, payroll := Return("bank statement", 3), Return("payroll", 1)

	got := ruth.Uploads("Bank statements", "Jan–Mar: bank?.pdf", bank)
	if !strings.HasPrefix(got.Number, "T-") || len(got.Left) != 1 || got.Left[0].Title != "Payroll summary" {
		t.Errorf("her receipt: %+v", got)
	}
	where := tom.SeesFiled("Jan–Mar: bank?.pdf")
	tom.Finds(where, bank)
	tom.IsTold("Something arrived from a client")
	tom.SeesStatus("waiting")
	ruth.Uploads("Payroll summary", "payroll.pdf", payroll)
	tom.SeesStatus("preparation")
	tom.Finds(tom.SeesFiled("payroll.pdf"), payroll)

	if all := tom.Files("From client"); len(all) != 2 {
		t.Errorf("From client has %v", all)
	}
	dana.SeesStatus("preparation")
	ruth.SeesStatus("In preparation")
	if dana.Notices() != 0 {
		t.Errorf("Dana was told of Tom's work: %+v", dana.OS.Record().Notices)
	}
	w.Rest()
}

func TestWhatWasApprovedOfflineIsWhatIsSigned(t *testing.T) {
	w := office(t, 3)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	tom.Save("Working papers/1120-S.pdf", Return("final", 3))
	draft := tom.Assemble(Package{Title: "2025 Form 1120-S", Parts: []string{"Working papers/1120-S.pdf"}, Signer: "ruth"})
	dana.HasDraft(draft)

	w.RelayDown()
	dana.Approve(draft)
	sent := dana.Publish(draft, "ruth")
	dana.SeesStatus("signature")
	w.RelayUp()

	approved := ruth.Signs("2025 Form 1120-S")
	if sum(approved) != dana.HasDraft(draft).Sum {
		t.Error("Ruth read other bytes than Dana approved")
	}
	sealed := tom.Sealed(sent)
	checkSealed(t, w, sealed, approved)
	if copy := ruth.Opens(ruth.Deliverable("2025 Form 1120-S", "sealed").Signed); sum(copy) != fileSum(t, sealed) {
		t.Error("Ruth's copy is not the one that was filed")
	}
	dana.SeesStatus("complete")
	ruth.SeesStatus("Complete")
	dana.IsTold("Everybody has signed")
	w.Rest()
}

func TestAMessageIsRoutedAndAnswered(t *testing.T) {
	w := office(t, 4)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")

	ruth.Writes("Do you need the loan agreement as well?")
	th := tom.Reads("Do you need the loan agreement as well?")
	if !th.Routing.To.Me || th.Routing.Task == "" {
		t.Errorf("it was not routed to Tom: %+v", th.Routing)
	}
	tom.IsTold("A client wrote to you")
	if _, err := tom.App.PostNote(tom.at().ID, "She means the one of 2023."); err != nil {
		t.Fatal(err)
	}
	tom.Writes("Yes please, the signed one.")

	ruth.Reads("Yes please, the signed one.")
	if ruth.hasRead("She means the one of 2023.") == nil {
		t.Error("Ruth reads a note of the office")
	}
	th = dana.Reads("Yes please, the signed one.")
	if th.Routing.Task != "" {
		t.Errorf("the task is still open: %+v", th.Routing)
	}
	if dana.Notices() != 0 {
		t.Errorf("Dana was told: %+v", dana.OS.Record().Notices)
	}
	w.Rest()
}

func fileSum(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sum(b)
}

// checkSealed holds a sealed copy and its evidence against what was approved.
func checkSealed(t *testing.T, w *World, path string, approved []byte) {
	t.Helper()
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(sealed), string(approved)) {
		t.Error("the approved bytes are not the beginning of the sealed file")
	}
	v, err := w.Desk("tom").App.VerifyFile(path)
	if err != nil || !v.Intact || v.Origin != "pinned" {
		t.Errorf("the sealed copy and its evidence: %+v %v", v, err)
	}
	report, err := pdf.Verify(t.Context(), pdf.BytesSource(sealed), pdf.VerifyOptions{
		Approved: sha256.Sum256(approved), ApprovedSize: int64(len(approved)),
	})
	if err != nil || !report.Intact || report.Origin != pdf.OriginUnknown {
		t.Errorf("the seal: %+v %v", report, err)
	}
	raw, err := os.ReadFile(strings.TrimSuffix(path, ".pdf") + ".evidence.json")
	if err != nil {
		t.Fatal(err)
	}
	record, proven := proof.VerifyFile(raw, proof.Trust{})
	if !proven.Intact() || proven.Origin != proof.OriginUnknown || string(record.Approved.Sum) != sum(approved) {
		t.Errorf("the evidence: %+v", proven)
	}
	raw[len(raw)/2]++
	if _, forged := proof.VerifyFile(raw, proof.Trust{}); forged.Intact() {
		t.Error("evidence with another byte in it is intact as well")
	}
}
