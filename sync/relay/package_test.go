package relay_test

import (
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// D8: a desk that says nothing of a Form 8879 in its package does not get it to a
// client's screen: the relay looks for itself.
func TestTheRelayLooksIntoWhatIsToBeSigned(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"an ordinary page":  {onePage("2025 Form 1120-S", "Please sign Form 8879 in our office."), ""},
		"an authorisation":  {onePage("Form 8879", "IRS e-file Signature Authorization"), engagement.CodeEfile},
		"a state's":         {onePage("AZ-8879", "E-file Signature Authorization"), engagement.CodeEfile},
		"what is no PDF":    {[]byte("trust me, this is a return"), engagement.CodeMalformed},
		"a PDF without end": {onePage("return")[:60], engagement.CodeMalformed},
	} {
		_, _, res := dana.tryPublish(m, c.data)
		if res.Refusal.Code != c.code || c.code != "" && (res.Outcome != wire.Refused || res.Refusal.Message == "" || res.Refusal.Hint == "") {
			t.Errorf("%s: %+v, want %q", name, res, c.code)
		}
	}
}
