package app_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// The relay is back from a backup, and waits for a computer that is switched off: until that has given back what it
// had, a colleague's receipt may be missing, and nothing is filed. The pill, the list and an agent say so; none of
// them says that this computer files.
func TestWhileARestoredRelayWaitsNobodyIsSaidToFile(t *testing.T) {
	o := newOffice(t)
	dana, other := o.desk(o.admin), o.desk(o.admin)
	j := o.acme(dana, o.admin)
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, o.relay.Backup(t.Context(), backup))
	_, err := dana.PostMessage(j.id, "after the backup", "")
	must(t, err)
	dana.level()
	other.level()
	other.stop()
	o.restoreFrom(dana, backup)
	dana.until("the pill says that filing waits", func() bool { return dana.status().State == "restored" })
	o.upload(j, "October 2025.pdf", "a statement")
	dana.until("the list has it", func() bool { return len(dana.status().Coming) == 1 })
	s := dana.status()
	if s.Label != "Relay restored" || !strings.Contains(s.Banner, "nothing that clients send is filed") {
		t.Errorf("the pill says %q, the banner %q", s.Label, s.Banner)
	}
	if i := s.Coming[0]; i.State != "filing-waits" || !strings.HasSuffix(i.Why, "until it has everything back. It is filed by itself afterwards.") {
		t.Errorf("the list says %+v", i)
	}
	dana.until("it is known who files", func() bool { return dana.status().Filing != "" })
	if s := dana.status(); !strings.HasPrefix(s.Filing, "Filing waits until the relay") || s.NoFiler || len(s.Filers) > 0 {
		t.Errorf("it says that %q: %+v", s.Filing, s.Filers)
	}
	words, nobody, err := dana.prog.Filing(t.Context())
	if err != nil || nobody || !strings.HasPrefix(words, "Filing waits") || dana.prog.Restored() != s.Banner {
		t.Errorf("an agent says %q and %q, %v", words, dana.prog.Restored(), err)
	}
}
