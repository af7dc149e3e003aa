package app

import (
	"context"
	"slices"
)

// Settle has the shares looked at and everything exchanged with the relay: with nil, each work file of a
// share that answers was listed, what staff had saved is signed and was offered to the relay, and what the
// relay had is here. Of large files that goes for those that can be sent now: see SyncStatus.Waiting. It
// fails where another process of this machine looks at a share: only that one can say what lies there.
func (p *Program) Settle(ctx context.Context) error {
	folders, err := p.App.share.folders()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(folders.Mappings(), p.App.host.restsFor) {
		return failure(CodeShare, "Another process of this machine looks at the share: "+p.HostWords(), "Ask that one, or wait: it does this by itself.")
	}
	if err := folders.Settle(ctx); err != nil {
		return err
	}
	if err := p.App.ahead.settle(ctx); err != nil {
		return err
	}
	return p.Exchange(ctx)
}
