package app

// Verdict is what a sealed PDF proves. Intact and Origin are two separate lines: a file can be whole
// and of unknown origin.
type Verdict struct {
	Path        string `json:"path"`
	Name        string `json:"name"`
	Intact      bool   `json:"intact"`
	IntactWords string `json:"intactWords"`
	// Origin is "pinned", "given" or "unknown".
	Origin      string        `json:"origin"`
	OriginWords string        `json:"originWords"`
	Broken      string        `json:"broken"` // the part that fails, or ""
	Lines       []VerdictLine `json:"lines"`
}

// VerdictLine is one thing that was checked. State is "ok", "bad" or "unchecked".
type VerdictLine struct {
	Words  string `json:"words"`
	Detail string `json:"detail"`
	State  string `json:"state"`
}

// VerifyFile checks a PDF on this computer, with its .evidence.json beside it when there is one. It
// needs no connection.
func (a *App) VerifyFile(path string) (v Verdict, err error) {
	defer guard("VerifyFile", &err)
	return a.verifyFile(path)
}
