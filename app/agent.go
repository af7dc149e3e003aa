package app

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"syscall"
	"time"

	"tieout/sync/desk"
	"tieout/sync/wire"
)

// What a program without a window asks of the opened program beside what the interface asks.

// Exchange has this desk and the relay tell each other everything once. With nil, all that the relay had
// is here, all that waited was offered to it, and its history verified against the keys pinned at
// enrolment.
func (p *Program) Exchange(ctx context.Context) error {
	link := p.App.theLink()
	if link == nil {
		return failure(CodeNotConnected, "This computer is not connected to a firm yet.", "")
	}
	err := link.Round(ctx)
	var said *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, desk.ErrUnreachable) && !errors.As(err, &said):
		p.App.mu.Lock()
		defer p.App.mu.Unlock()
		return failure(CodeOffline, "The relay at "+p.App.id.Relay+" does not answer"+silence(err)+".", "Check the address and this machine's way to it. What is done here is kept, and sent when it answers.")
	}
	return asFailure(err)
}

// silence says after a colon why a server does not answer, where that is known.
func silence(err error) string {
	var no syscall.Errno
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &cert):
		return ": its certificate is not one that this machine trusts"
	case errors.As(err, &name):
		return ": nobody knows its name"
	case errors.As(err, &no):
		return ": " + no.Error()
	}
	return ""
}

// Filing asks the relay who files uploads on the share, in words; none says that nobody does.
func (p *Program) Filing(ctx context.Context) (words string, none bool, err error) {
	link := p.App.theLink()
	if link == nil {
		return "", false, desk.ErrUnreachable
	}
	reply, err := link.Filing(ctx)
	if err != nil {
		return "", false, err
	}
	p.App.mu.Lock()
	defer p.App.mu.Unlock()
	words, none = p.App.filingWords(filing{reply, !reply.Unsure})
	return cmp.Or(words, "Not known yet: the relay was started a moment ago"), none, nil
}

// Line is how the line to the relay is, as SyncStatus.State says it, without the lists behind it: it is
// quick however much waits.
func (p *Program) Line() string {
	a := p.App
	a.mu.Lock()
	defer a.mu.Unlock()
	s := SyncStatus{Waiting: make([]QueueItem, len(a.pending.acts)+len(a.ahead.all)+len(a.ahead.reading)), Roots: a.rootViews()}
	a.stateOf(&s)
	return s.State
}

// Trouble is what is wrong with this computer's disk, or what the relay says is wrong with itself or with what this
// desk sends, and what helps, or "".
func (p *Program) Trouble() string {
	a := p.App
	a.mu.Lock()
	defer a.mu.Unlock()
	if full := a.fullWords(); full != "" {
		return full
	}
	if a.link == nil {
		return ""
	}
	var said *wire.Error
	if errors.As(a.link.Status().Err, &said) {
		return said.Error()
	}
	if no := a.ahead.trouble(); no != nil {
		return no.Error()
	}
	return ""
}

// Restored says what a restore of the relay from a backup means now, or what it has cost, or "".
func (p *Program) Restored() string {
	link := p.App.theLink()
	if link == nil {
		return ""
	}
	return restoredWords(link.Status())
}

// Shares lists the firm's shares as this computer has them.
func (p *Program) Shares() []RootView {
	p.App.mu.Lock()
	defer p.App.mu.Unlock()
	return p.App.rootViews()
}

// Now is the program's clock, by which MirrorState.Began is.
func (p *Program) Now() time.Time { return p.App.now() }

// leaveTime is how long a program that ends tells the relay that it files no more.
const leaveTime = 3 * time.Second

// Leave tells the relay, where it can be reached, that this desk files no more, so that nobody counts on
// it until its presence fades. Close follows.
func (p *Program) Leave(ctx context.Context) {
	link := p.App.theLink()
	if link == nil || link.Reachable() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, leaveTime)
	defer cancel()
	p.App.share.leave()
	p.App.share.tellFiling()
	if err := link.Round(ctx); err != nil {
		slog.Info("app: the relay was not told that this desk leaves", "error", err)
	}
}

// Watched counts the work files that this desk keeps.
func (p *Program) Watched() int { return p.App.share.watched() }

// leave ends the filing of this computer for good.
func (s *share) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = true
}
