package portal_test

import (
	"bufio"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/portal/portaltest"
)

// canary is in the name and the bytes of what no client may learn of.
const canary = "Canary of June"

// policy sets when what staff save goes out.
func (s *stage) policy(o engagement.Outbound) {
	s.Relay.Do(portaltest.Lindqvist, portaltest.Dana, engagement.FirmStream, engagement.OutboundSet, o, nil)
}

// save is a save of a file in the folder of Acme's 2025 return; it answers the
// version.
func (s *stage) save(id engagement.DocumentID, name, bytes string) engagement.EventID {
	s.Share(portaltest.Tom, portaltest.Return2025, portaltest.Acme, id, name, "application/pdf", []byte(bytes))
	return s.Relay.Engagement(portaltest.Lindqvist, portaltest.Return2025).Document(id).Latest().ID
}

func (s *stage) decide(kind engagement.Kind, id engagement.DocumentID, version engagement.EventID) {
	s.Staff(portaltest.Priya, portaltest.Return2025, kind, engagement.DocumentRef{Document: id, Version: version}, nil)
}

// tells is all that every endpoint that can be read says to a person, by path,
// once they have read all of it.
func (b *browser) tells() map[string]string {
	b.t.Helper()
	b.readAll()
	return b.readAll()
}

func (b *browser) readAll() map[string]string {
	b.t.Helper()
	all := map[string]string{}
	for _, e := range endpoints() {
		switch {
		case e.method != http.MethodGet:
		case strings.HasSuffix(e.path, "/live"):
			all[e.path] = b.hint(e.path)
		default:
			r := b.do(e.method, e.path, e.body)
			all[e.path] = r.Status + "\n" + string(r.body)
		}
	}
	return all
}

// hint is the first event of the live stream.
func (b *browser) hint(path string) string {
	b.t.Helper()
	r, err := b.http.Get(b.server.URL + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return data
		}
	}
	b.t.Fatalf("%s ended without a hint: %v", path, lines.Err())
	return ""
}

// same fails for every endpoint that says something else than before.
func same(t *testing.T, when string, before, after map[string]string, but ...string) {
	t.Helper()
	for path, said := range before {
		if after[path] != said && !slices.Contains(but, path) {
			at := 0
			for at < min(len(said), len(after[path])) && said[at] == after[path][at] {
				at++
			}
			from := max(0, at-80)
			t.Errorf("%s: %s said …%.160s… and says …%.160s…", when, path, said[from:], after[path][from:])
		}
	}
}

// F11: while a version is held, replaced or pulled back, every endpoint says to
// the byte what it said before; a new document is not there at all.
func TestNoEndpointGivesAHeldVersionAway(t *testing.T) {
	s := newStage(t)
	ruth := s.signedIn(portaltest.RuthMail)
	first := s.save("doc-letter", "letter.pdf", "%PDF first")
	for name, policy := range map[string]engagement.Outbound{
		"on release": {How: engagement.OnRelease}, "after a hold": {How: engagement.AfterHold, Seconds: 60},
	} {
		t.Run(name, func(t *testing.T) {
			s.policy(policy)
			before := ruth.tells()
			fresh, next := engagement.DocumentID("doc-"+policy.How), engagement.EventID("")
			versions := map[engagement.EventID]engagement.DocumentID{
				s.save("doc-letter", "letter.pdf", "%PDF "+canary+name): "doc-letter",
				s.save(fresh, canary+name+".pdf", "%PDF "+name):         fresh,
			}
			next = s.save("doc-letter", "letter.pdf", "%PDF again "+canary+name)
			versions[next] = "doc-letter"
			same(t, "held", before, ruth.tells())
			for version, document := range versions {
				path := "/portal/files/acme/acme-2025/documents/" + string(document) + "/" + string(version)
				ruth.do("GET", path, nil).want(t, http.StatusNotFound, "not-found")
				ruth.do("GET", path+"?download=1", nil, "Range", "bytes=0-3").want(t, http.StatusNotFound, "not-found")
			}
			s.decide(engagement.DocumentPulledBack, "doc-letter", next)
			same(t, "pulled back before it went out", before, ruth.tells())
		})
	}
	s.opens(ruth, "doc-letter", first)
}

func (s *stage) opens(b *browser, id engagement.DocumentID, version engagement.EventID) {
	s.t.Helper()
	b.do("GET", "/portal/files/acme/acme-2025/documents/"+string(id)+"/"+string(version), nil).want(s.t, http.StatusOK, "")
}

// F11: what is released is there, with the time at which it went out; pulled
// back, all is as it was before, and who opened it stays known to the office.
func TestAReleasedVersionIsThereUntilItIsPulledBack(t *testing.T) {
	s := newStage(t)
	ruth := s.signedIn(portaltest.RuthMail)
	first := s.save("doc-letter", "letter.pdf", "%PDF first")
	s.opens(ruth, "doc-letter", first)
	s.policy(engagement.Outbound{How: engagement.OnRelease})
	before := ruth.tells()
	second := s.save("doc-letter", "letter.pdf", "%PDF "+canary)
	fresh := s.save("doc-june", canary+".pdf", "%PDF second")
	s.Clock.Set(s.Clock.Now().Add(3 * time.Minute))
	s.decide(engagement.DocumentReleased, "doc-letter", second)
	s.decide(engagement.DocumentReleased, "doc-june", fresh)
	after := ruth.tells()
	for _, path := range []string{"/home", "/documents", "/live"} {
		if path := api + "/clients/acme" + path; after[path] == before[path] {
			t.Errorf("%s does not say that something went out", path)
		}
	}
	if docs := after[api+"/clients/acme/documents"]; !strings.Contains(docs, canary) || !strings.Contains(docs, "2:44 PM") {
		t.Fatalf("released: %s", docs)
	}
	s.opens(ruth, "doc-letter", second)
	s.decide(engagement.DocumentPulledBack, "doc-letter", second)
	s.decide(engagement.DocumentPulledBack, "doc-june", fresh)
	now := ruth.tells()
	same(t, "pulled back", before, now, api+"/clients/acme/live")
	if now[api+"/clients/acme/live"] == after[api+"/clients/acme/live"] {
		t.Error("an open page is not told to look again")
	}
	ruth.do("GET", "/portal/files/acme/acme-2025/documents/doc-letter/"+string(second), nil).want(t, http.StatusNotFound, "not-found")
	d := s.Relay.Engagement(portaltest.Lindqvist, portaltest.Return2025).Document("doc-letter")
	if views := d.Latest().Views; len(views) != 1 || views[0].By.Contact() != portaltest.Ruth {
		t.Fatalf("who opened it: %v", views)
	}
}
