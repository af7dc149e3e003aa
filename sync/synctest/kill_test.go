package synctest

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
)

// killsPerWorld is how many kills a world sees before it is held against what must be true.
const killsPerWorld = 5

// TestKillAtAnyMoment kills a real relay and real desks (kill -9) at random moments of saves, uploads
// and a signature, and starts them again. Nothing is lost, nothing is doubled, and no half file is
// left. ROUNDS says how many kills; without it there are 20.
func TestKillAtAnyMoment(t *testing.T) {
	rounds := 20
	if text := os.Getenv("ROUNDS"); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	program, err := buildRelay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64((rounds + killsPerWorld - 1) / killsPerWorld) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { survive(t, seed, program) })
	}
}

func survive(t *testing.T, seed uint64, program string) {
	k := &killing{chaos: newChaos(t, seed)}
	draft := k.w.Desk("tom").withPackage(k)
	k.w.Desk("dana").Approve(draft)
	k.w.Desk("dana").Publish(draft, "ruth")
	k.w.Desk("dana").level()
	k.p = k.w.leave(t, program)
	for round := range killsPerWorld {
		k.busy()
		if round == 1 {
			k.signs(k.people[0])
		}
		k.round()
	}
	k.end()
	k.p.back()
	x := k.w.Rest()[0]
	k.holds(x)
	if n := x.Count("deliverable.sealed"); n != 1 {
		t.Errorf("seed %d: sealed %d times", seed, n)
	}
}

// killing is a random life in which processes are killed.
type killing struct {
	*chaos
	p *processes
}

// withPackage assembles a draft for Ruth to sign.
func (d *Desk) withPackage(k *killing) string {
	d.w.t.Helper()
	d.Save("Working papers/return.pdf", k.content())
	return d.Assemble(Package{Title: "Return", Parts: []string{"Working papers/return.pdf"}, Signer: "ruth"})
}

// busy gives everybody something to do.
func (k *killing) busy() {
	k.save()
	k.upload()
	k.save()
	k.upload()
	k.clientWrites()
}

// round kills something after a random while, and sometimes something else before it is up again.
func (k *killing) round() {
	moment := time.NewTimer(time.Duration(k.r.IntN(250)) * time.Millisecond)
	<-moment.C // the moment is what is random
	names := k.p.names()
	killed := []string{names[k.r.IntN(len(names))]}
	if second := names[k.r.IntN(len(names))]; k.r.IntN(3) == 0 && second != killed[0] {
		killed = append(killed, second)
	}
	for _, name := range killed {
		k.note("kill -9 %s", name)
		k.p.kill(name)
		if k.r.IntN(2) == 0 {
			k.save() // while it is off
		}
	}
	for _, name := range killed {
		k.p.start(name)
	}
}
