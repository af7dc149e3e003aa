package portal

import (
	"context"
	"errors"
	"net/http"

	"tieout/sync/engagement"
)

// Welcome is what a page that opens needs to know.
type Welcome struct {
	Firm  string `json:"firm" doc:"The firm's name, or empty where the address serves several."`
	Me    *Me    `json:"me,omitempty" doc:"Who is signed in, if anybody is."`
	Ended bool   `json:"ended" doc:"Somebody is signed in whose access has ended."`
}

// Me is who is signed in, and at which clients.
type Me struct {
	Name     string `json:"name"`
	First    string `json:"first"`
	Initials string `json:"initials"`
	Email    string `json:"email"`
	Clients  []Door `json:"clients" nullable:"false"`
	Session  Lasts  `json:"session"`
	MaxFile  int64  `json:"maxFile" doc:"The most bytes of one uploaded file."`
}

// Lasts says how long a session does, without asking the browser's clock.
type Lasts struct {
	Left int `json:"left" doc:"Seconds until it ends in any case."`
	Idle int `json:"idle" doc:"Seconds without a request after which it ends before; 0 on a remembered device."`
}

// Door is one client this person acts for.
type Door struct {
	ID     engagement.ClientID `json:"id"`
	Name   string              `json:"name"`
	Firm   string              `json:"firm"`
	Zone   string              `json:"zone"`
	Unread int                 `json:"unread"`
	Needs  int                 `json:"needs"`
}

func (p *Portal) meRoutes() {
	register(p, http.MethodGet, "/welcome", "welcome", "The firm, and who is signed in.", p.welcome)
	register(p, http.MethodGet, "/me", "me", "Who is signed in, and at which clients.", p.meNow)
}

func (p *Portal) welcome(ctx context.Context, in *struct {
	At string `query:"at" maxLength:"100" doc:"The firm's name in the address that was opened."`
}) (*body[Welcome], error) {
	host, err := p.relay.Host(ctx, in.At)
	if err != nil {
		return nil, p.fault(ctx, "welcome", err)
	}
	out := Welcome{Firm: host.Name}
	me, err := p.whoIsHere(ctx)
	var known *Problem
	switch {
	case err == nil:
		out.Me = me
	case errors.As(err, &known) && known.Code == codeEnded:
		out.Ended = true
	case !errors.As(err, &known) || known.Code != codeSignIn:
		return nil, err
	}
	return answer(out), nil
}

func (p *Portal) meNow(ctx context.Context, _ *struct{}) (*body[Me], error) {
	me, err := p.whoIsHere(ctx)
	if err != nil {
		return nil, err
	}
	return answer(*me), nil
}

func (p *Portal) whoIsHere(ctx context.Context) (*Me, error) {
	who, err := p.visitor(ctx, false)
	if err != nil {
		return nil, err
	}
	all, err := p.relay.Access(ctx, who.email)
	if err != nil {
		return nil, p.fault(ctx, "me", err)
	}
	if len(all) == 0 {
		return nil, accessEnded()
	}
	me := &Me{Email: who.email, Clients: []Door{}, Session: who.lasts(p.now()), MaxFile: p.maxFile}
	for _, a := range all {
		v, err := p.look(ctx, who, a, all)
		if err != nil {
			return nil, err
		}
		if me.Name == "" {
			me.Name, me.First, me.Initials = v.me.Name, firstName(v.me.Name), initials(v.me.Name)
		}
		unread, err := p.unread(ctx, v)
		if err != nil {
			return nil, p.fault(ctx, "me", err)
		}
		me.Clients = append(me.Clients, Door{
			ID: a.Client, Name: v.Client.Name, Firm: v.Firm.Name, Zone: v.zone.String(),
			Unread: unread, Needs: len(v.needs()),
		})
	}
	return me, nil
}
