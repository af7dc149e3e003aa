package app_test

import (
	"strings"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// Routing is a sentence with names in it, whoever reads it.
func TestRoutingNamesPeopleAsTheyAreCalled(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	tomID, priyaID := o.hire(dana, "Tom Okafor", "preparer"), o.hire(dana, "Priya Nair", "preparer")
	j := o.acme(dana, tomID)
	_, err := dana.SetAway(string(tomID), time.Now().Add(-time.Hour).Format(time.RFC3339), time.Now().Add(24*time.Hour).Format(time.RFC3339), string(priyaID))
	must(t, err)
	dana.level()
	o.contact(j, relay.Draft{
		Stream: engagement.EngagementStream(engagement.EngagementID(j.id)), Kind: engagement.MessagePosted,
		Body: engagement.MessageBody{Message: "M1"}, Private: engagement.TextPrivate{Text: "When is it ready?"},
	})
	for who, want := range map[*computer]string{dana: "and Priya is the cover.", o.desk(priyaID): "and you are the cover."} {
		var th app.Thread
		who.until("the message is routed", func() bool {
			th, err = who.Thread(j.id)
			return err == nil && th.Routing.Words != ""
		})
		if !strings.Contains(th.Routing.Words, "Tom prepares this engagement but is away") || !strings.HasSuffix(th.Routing.Words, want) {
			t.Errorf("it says %q, want … %q", th.Routing.Words, want)
		}
	}
}

// The pill speaks of a moment in words that stay true until it is asked again.
func TestThePillTellsTheTimeInWordsThatStayTrue(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	dana.level()
	if s := dana.status(); s.State != "tied" || s.Detail != "just now" {
		t.Errorf("level, the pill says %q %q", s.Label, s.Detail)
	}
	dana.offline()
	if s := dana.status(); s.State != "offline" || s.Detail != "last synced just now" {
		t.Errorf("offline with nothing waiting, the pill says %q %q", s.Label, s.Detail)
	}
	_, err := dana.CreateClient(app.NewClient{Name: "Beta Inc", Type: "company", Contact: app.NewContact{Name: "Bob", Email: "bob@beta.example"}})
	must(t, err)
	if s := dana.status(); s.Detail != "1 change waiting" {
		t.Errorf("with a client made offline, the pill says %q", s.Detail)
	}
}
