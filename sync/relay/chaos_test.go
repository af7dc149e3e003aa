package relay_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// Many desks and contacts write at once, some of it refused, while others pull:
// nobody ever sees a hole, and the head is the number of events.
func TestManyWriters(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	const desks, rounds = 6, 12
	var all []*desk
	for range desks {
		all = append(all, o.hire(dana, "Someone", engagement.Preparer))
	}
	done := make(chan struct{})
	var writers, readers sync.WaitGroup
	for i, d := range all {
		source := rand.New(rand.NewPCG(1, uint64(i)))
		writers.Go(func() {
			for range rounds {
				var actions []wire.Action
				for range 1 + source.IntN(3) {
					actions = append(actions, d.act(ask(m, "x")))
				}
				if source.IntN(3) == 0 { // one that is refused
					actions = append(actions, d.act(event{stream: m.stream(), kind: engagement.RequestAccepted, body: engagement.RequestRef{Request: "no"}}))
				}
				res := d.push(actions...)
				if again := d.push(actions...); fmt.Sprint(again) != fmt.Sprint(res) {
					t.Errorf("a repeated push: %v, first %v", again, res)
				}
			}
		})
	}
	writers.Go(func() {
		for range rounds {
			o.contact(m, engagement.MessagePosted, engagement.MessageBody{Message: engagement.MessageID(newULID())}, engagement.TextPrivate{Text: "hi"})
		}
	})
	for _, d := range all[:2] {
		readers.Go(func() {
			next := uint64(1)
			for {
				records, _, last := d.pull(next - 1)
				for i := range records {
					if records[i].Seq != next {
						t.Errorf("number %d where %d was next", records[i].Seq, next)
						return
					}
					next++
				}
				select {
				case <-done:
					if last.Head == next-1 {
						return
					}
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	records, _, last := dana.pull(0)
	if uint64(len(records)) != last.Head {
		t.Errorf("%d events and a head of %d", len(records), last.Head)
	}
	ids := map[engagement.EventID]bool{}
	for i := range records {
		e, err := records[i].Decode()
		if err != nil || ids[e.ID] {
			t.Errorf("event %d is there twice (%v)", i+1, err)
		}
		ids[e.ID] = true
	}
}

// Nothing private lies in clear in the data folder, the log or a mail, and the
// search that says so finds what is not private. The firm's own name is public:
// the certificate of its seal carries it.
func TestNothingPrivateInClear(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Canaryclient Ltd", "maria@acme.example")
	dana.do(ask(m, "Canaryrequest"), post(m, "Canarymessage"))
	dana.save(m, "Canaryname.pdf", []byte("Canarycontent "+strings.Repeat("x", 5000)))
	approved := onePage()
	del, plan := dana.publish(m, approved)
	o.contact(m, engagement.MessagePosted, engagement.MessageBody{Message: engagement.MessageID(newULID())}, engagement.TextPrivate{Text: "Canaryanswer"})
	o.sign(m, del, plan, engagement.DigestOf(approved))
	ctx := context.Background()
	if err := o.relay.Ephemeral("").Put(ctx, "session", "Canarykey", []byte("Canarysession"), o.clock.now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := o.relay.SendSignIn(ctx, o.firm.ID, relay.SignIn{Email: "late@canarymail.example", Code: "Canarycode", Until: o.clock.now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	waiting := o.folderText(t, "outbox")
	o.settle()
	o.clock.pass(time.Hour)
	o.settle()
	mails := strings.Join(o.outbox(), "\n")
	o.restart() // keeps the folds
	kept := o.folderText(t, "outbox")
	if !strings.Contains(kept, string(m.client)) || !strings.Contains(waiting, "mercer-boyd-cpas") {
		t.Fatal("the search finds not even what is in clear")
	}
	for where, text := range map[string]string{"the data folder": kept + waiting, "the log": o.logs.String()} {
		for _, word := range []string{"Canary", "canary", "Maria", "Alvarez", "maria@acme", "Dana", "front desk", "2025 return"} {
			if strings.Contains(text, word) {
				t.Errorf("%q is in clear in %s", word, where)
			}
		}
	}
	for _, word := range []string{"Canaryclient", "Canaryrequest", "Canarymessage", "Canaryname", "Canaryanswer", "Alvarez", "2025 return"} {
		if strings.Contains(mails, word) {
			t.Errorf("%q is in a mail", word)
		}
	}
}

// folderText is every byte of the data folder but one subfolder.
func (o *office) folderText(t *testing.T, but string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(o.dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == but {
				return filepath.SkipDir
			}
			return nil
		}
		raw, err := os.ReadFile(path)
		all.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
