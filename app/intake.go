package app

import (
	"log/slog"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// Intake implements folder.IntakeSink, for what is stored in parts. Nothing speaks of it before it is kept.
func (s *share) Intake(v folder.Version, again bool) (folder.Intake, error) {
	if v.Size <= blob.PartSize {
		return nil, nil
	}
	s.a.mu.Lock()
	e := s.a.pending.view().Engagement(engagement.EngagementID(v.MappingID))
	s.a.mu.Unlock()
	if e == nil {
		return nil, errNotHereYet
	}
	if !again {
		if early := s.a.ahead.early(e.Client, v.Size); early != nil {
			what := save{Engagement: e.ID, Rel: v.Rel, Key: v.Key, Blob: early.Key().Blob, Size: v.Size}
			return newStraight(s.a.ahead, early, what), nil
		}
	}
	to, err := s.a.bytes.Create(s.a.ctx, scope(e.Client))
	return hereFirst{to}, err
}

// keeping is an intake whose bytes can be kept.
type keeping interface{ keep() error }

// hereFirst takes a large save into the blob store.
type hereFirst struct{ *blob.Writer }

// Sum implements folder.Intake.
func (i hereFirst) Sum() (string, error) {
	m, err := i.End()
	return m.SHA256.String(), err
}

func (i hereFirst) keep() error {
	_, _, err := i.Commit()
	return err
}

// straight sends a large save to the relay while it is read, and keeps no copy here: the relay has it before
// anything speaks of it, and the share has it anyway.
type straight struct {
	*blob.Cutter
	x     *ahead
	early *desk.Early
	what  upload
}

func newStraight(x *ahead, early *desk.Early, what save) *straight {
	i := &straight{x: x, early: early, what: upload{Save: what, Since: x.a.now()}}
	i.Cutter = blob.NewCutter(i.part)
	x.show(i.what, true)
	return i
}

// part sends one part.
func (i *straight) part(hash blob.Hash, data []byte) error {
	return i.orAgain(i.early.Part(hash, data))
}

// orAgain has the file read again, and kept here, where the line did not keep up.
func (i *straight) orAgain(err error) error {
	if err == nil {
		return nil
	}
	i.x.notEarly(err)
	return folder.ErrAgain
}

// Sum implements folder.Intake: the relay has every part then.
func (i *straight) Sum() (string, error) {
	m, err := i.End()
	if err == nil {
		err = i.orAgain(i.early.Sent())
	}
	return m.SHA256.String(), err
}

func (i *straight) keep() error {
	m, err := i.End()
	if err == nil {
		err = i.early.Commit(m)
	}
	if err != nil {
		i.x.notEarly(err)
	}
	return err
}

// Close implements folder.Intake.
func (i *straight) Close() error {
	i.early.Close()
	i.x.show(i.what, false)
	return nil
}

// show lists a save that travels while it is read, or does not any more.
func (x *ahead) show(u upload, goes bool) {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	delete(x.reading, aheadKey(u.Save))
	if goes {
		x.reading[aheadKey(u.Save)] = u
	}
	x.a.news.changed([]engagement.Stream{engagement.EngagementStream(u.Save.Engagement)}, nounSync, nounFiles)
}

// early begins to send a large file while it is read, or answers nil.
func (x *ahead) early(client engagement.ClientID, size int64) *desk.Early {
	link := x.a.theLink()
	x.a.mu.Lock()
	wait := x.a.clock.Now().Before(x.slowUntil)
	x.a.mu.Unlock()
	if size < aheadSize || wait || link == nil || link.Resting() || !link.MayAnswer() {
		return nil
	}
	return link.SendEarly(x.a.ctx, client, size)
}

// notEarly has large files be kept here first for some time.
func (x *ahead) notEarly(why error) {
	slog.Info("app: large files are kept here first for a while", "error", why)
	x.a.mu.Lock()
	x.slowUntil = x.a.clock.Now().Add(slowPause)
	x.a.mu.Unlock()
}
