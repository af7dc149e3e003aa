package app

import (
	"testing"
	"time"

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

// Of large uploads the smallest goes first, also when another is under way: that one makes way between two
// parts, and for nothing else.
func TestALargeUploadMakesWayForASmallerOneOnly(t *testing.T) {
	a := large(t, 1)
	a.mu.Lock()
	client, e := engagement.NewClient("C"), engagement.NewEngagement("E")
	e.Client = client.ID
	a.states.clients[client.ID], a.states.engagements[e.ID] = client, e
	x := newAhead(a)
	under := upload{Save: save{Engagement: "E", Key: "under way", Size: 1 << 30}}
	put := func(v save, after time.Time) {
		a.mu.Lock()
		defer a.mu.Unlock()
		x.all[aheadKey(v)] = upload{Save: v, after: after}
	}
	a.mu.Unlock()
	put(under.Save, time.Time{})
	for _, c := range []struct {
		what   string
		save   save
		after  time.Time
		yields bool
	}{
		{"a larger one", save{Engagement: "E", Key: "larger", Size: 2 << 30}, time.Time{}, false},
		{"one as large", save{Engagement: "E", Key: "as large", Size: 1 << 30}, time.Time{}, false},
		{"a smaller one that failed and waits", save{Engagement: "E", Key: "failed", Size: 9 << 20}, a.clock.Now().Add(time.Hour), false},
		{"a smaller one whose engagement is not here", save{Engagement: "F", Key: "not here", Size: 9 << 20}, time.Time{}, false},
		{"a smaller one", save{Engagement: "E", Key: "smaller", Size: 9 << 20}, time.Time{}, true},
	} {
		put(c.save, c.after)
		if got := x.yields(under); got != c.yields {
			t.Errorf("%s came: it makes way: %v", c.what, got)
		}
	}
	clear(x.all)
	put(save{Engagement: "E", Key: "under way", Size: 1<<30 + 1}, time.Time{})
	if !x.yields(under) {
		t.Error("the file was saved anew, and its old state is sent on")
	}
}

// A large save is listed while it travels and is read, and once only.
func TestALargeSaveIsListedWhileItIsRead(t *testing.T) {
	a := large(t, 0)
	x := newAhead(a)
	v := save{Engagement: "E", Rel: "company.qbb", Key: "company", Blob: "run r", Size: 9 << 20}
	x.show(upload{Save: v}, true)
	if u, is := x.of("E", "company"); !is || u.Save != v || len(x.waiting()) != 1 {
		t.Errorf("it is not listed: %+v", x.waiting())
	}
	named := v
	named.Blob = "b"
	x.all[aheadKey(v)] = upload{Save: named}
	if all := x.waiting(); len(all) != 1 || all[0].Save != named {
		t.Errorf("it is listed as %+v", all)
	}
	delete(x.all, aheadKey(v))
	x.show(upload{Save: v}, false)
	if all := x.waiting(); len(all) != 0 {
		t.Errorf("it is there and still listed: %+v", all)
	}
}
