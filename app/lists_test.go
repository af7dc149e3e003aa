package app

import (
	"fmt"
	"testing"
	"time"

	"tieout/app/desktop"
	"tieout/app/desktop/desktoptest"
	"tieout/sync/engagement"
)

// noSecrets is a keyring that forgets.
type noSecrets map[string]string

func (s noSecrets) Get(name string) (string, error) {
	if v, ok := s[name]; ok {
		return v, nil
	}
	return "", desktop.ErrNoSecret
}
func (s noSecrets) Set(name, value string) error { s[name] = value; return nil }
func (noSecrets) Warning() string                { return "" }

// large is a desk of a firm with a year's work of 100 people.
func large(tb testing.TB, engagements int) *App {
	tb.Helper()
	p, err := Open(Config{DataDir: tb.TempDir(), Desktop: new(desktoptest.Fake), Secrets: noSecrets{}})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.Close(); err != nil {
			tb.Error(err)
		}
	})
	a := p.App
	a.mu.Lock()
	defer a.mu.Unlock()
	a.id.Staff = "S1"
	firm := a.states.firm
	firm.ID, firm.Zone = "F", "America/New_York"
	firm.Staff["S1"] = &engagement.Staff{ID: "S1", Name: "Dana Lindqvist", Active: true, Roles: []engagement.Role{engagement.Partner}}
	now := time.Now()
	for i := range engagements {
		client := engagement.NewClient(engagement.ClientID(fmt.Sprint("C", i/3)))
		client.Name, client.Created = fmt.Sprintf("Client %05d Inc.", i/3), now
		a.cards.clients[client.ID] = client
		e := engagement.NewEngagement(engagement.EngagementID(fmt.Sprint("E", i)))
		e.Client, e.Title, e.Service, e.Due = client.ID, fmt.Sprintf("2025 Form 1120-S, %d", i), engagement.Form1120S, now.AddDate(0, 0, i%200).Format(time.DateOnly)
		e.People.Partner, e.Derived, e.Changed = "S1", sixStatuses[i%6], now.Add(-time.Duration(i)*time.Minute)
		for range recent {
			e.History = append(e.History, engagement.Moment{ID: "x", Kind: engagement.RequestAsked, By: "staff/S1", At: e.Changed})
		}
		a.cards.engagements[e.ID] = cardOf(e)
	}
	return a
}

// A list must feel instant at the size that a firm of 100 people reaches in a year.
func BenchmarkListsOfALargeFirm(b *testing.B) {
	a := large(b, 15_000)
	for name, read := range map[string]func() error{
		"Engagements": func() error { _, err := a.Engagements(EngagementQuery{View: "mine", Sort: "client"}); return err },
		"Today":       func() error { _, err := a.Today(); return err },
		"Session":     func() error { _, err := a.Session(); return err },
		"Search":      func() error { _, err := a.Search("00042"); return err },
		"Clients":     func() error { _, err := a.Clients("client 0004"); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
