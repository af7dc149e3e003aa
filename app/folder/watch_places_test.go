package folder

import "testing"

func TestWhichWorkFileAPathBelongsTo(t *testing.T) {
	p := newPlaces()
	acme := &workFile{Mapping: Mapping{ID: "acme", Path: "Clients/Acme Ltd/2025"}}
	inner := &workFile{Mapping: Mapping{ID: "inner", Path: "Clients/Acme Ltd/2025/To client/Other"}}
	for _, wf := range []*workFile{acme, inner} {
		p.add(wf)
	}
	for _, c := range []struct {
		rel    string
		wf     *workFile
		inside string
		above  bool
	}{
		{"Clients/Acme Ltd/2025", acme, "", true},
		{"clients/ACME ltd/2025/To client/a.pdf", acme, "To client/a.pdf", false},
		{"Clients/Acme Ltd/2025/To client/Other/b.pdf", inner, "b.pdf", false},
		{"Clients/Acme Ltd/2025 old/a.pdf", nil, "", false},
		{"Clients/Acme Ltd", nil, "", true},
		{".", nil, "", true},
	} {
		wf, inside := p.of(c.rel)
		if wf != c.wf || inside != c.inside || p.leadTo(c.rel) != c.above {
			t.Errorf("%q: %v, inside %q, above %v", c.rel, wf, inside, p.leadTo(c.rel))
		}
	}
	whole := &workFile{Mapping: Mapping{ID: "whole", Path: "."}}
	p.add(whole)
	if wf, inside := p.of("To client/a.pdf"); wf != whole || inside != "To client/a.pdf" {
		t.Errorf("a work file that is the root itself: %v, inside %q", wf, inside)
	}
	for _, wf := range []*workFile{acme, inner, whole} {
		p.remove(wf)
	}
	if len(p.at)+len(p.above) != 0 {
		t.Errorf("left: %v %v", p.at, p.above)
	}
}
