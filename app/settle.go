package app

import "context"

// Settle has the shares looked at and everything exchanged with the relay: with nil, each work file was
// listed, what staff had saved is signed and was offered to the relay, and what the relay had is here.
func (p *Program) Settle(ctx context.Context) error {
	folders, err := p.App.share.folders()
	if err == nil {
		err = folders.Settle(ctx)
	}
	if err != nil {
		return err
	}
	return p.Exchange(ctx)
}
