package engagement

// DocumentKept says that the file of a document is gone from the share, and that
// somebody decided that the client goes on seeing it. It answers for that once:
// the file may come back and go again.
const DocumentKept Kind = "document.kept"

func documentKept(a *act, b *DocumentRef, _ *none) Refusal {
	d, v := a.eng.Version(b.Version)
	switch {
	case d == nil || d.ID != b.Document || d.Lane != ToClient || v.Erased:
		return missing("This version")
	case d.Withdrawn != nil:
		return notOpen("This document was withdrawn already.")
	case v != d.Latest():
		return Refusal{CodeStaleBase, "A newer version of this document arrived meanwhile.", ""}
	}
	at := a.When()
	a.eng.change(d).version(b.Version).Kept = &at
	a.note(string(d.ID))
	return accepted
}
