package app

import (
	"testing"

	"tieout/sync/engagement"
)

func TestALargeSaveThatFailsHoldsUpNoOther(t *testing.T) {
	a := large(t, 0)
	x := newAhead(a) // one that nobody runs
	a.mu.Lock()
	client := engagement.NewClient("C")
	e := engagement.NewEngagement("E")
	e.Client = client.ID
	a.states.clients[client.ID], a.states.engagements[e.ID] = client, e
	small, big := save{Engagement: "E", Key: "small", Size: 9 << 20}, save{Engagement: "E", Key: "big", Size: 1 << 30}
	for _, v := range []save{small, big, {Engagement: "not here yet", Key: "smallest", Size: 8 << 20}} {
		x.all[aheadKey(v)] = upload{Save: v}
	}
	a.mu.Unlock()
	u, _, _, _ := x.next()
	if u.Save != small {
		t.Fatalf("first comes %+v", u.Save)
	}
	x.failed(u, engagement.Refusal{Code: engagement.CodeNotOpen, Message: "The engagement is complete."})
	if u, _, any, later := x.next(); !any || !later || u.Save != big {
		t.Errorf("then comes %+v, any %v, later %v", u.Save, any, later)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if failing := a.failing(); len(failing) != 1 {
		t.Errorf("the list of what could not be sent has %+v", failing)
	}
}
