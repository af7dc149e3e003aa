package app

import (
	"context"
	"errors"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
	"tieout/app/mirror"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// MirrorOrder asks for a read-only copy of one engagement in a folder: what the client sees in To client
// in its newest version, everything the client sent, and the sealed copies, under the names they have in
// the lanes. Drafts, messages and whatever is private stay out of it. A document that was taken back from
// the client goes to the folder Withdrawn of the copy; one that was erased leaves it.
type MirrorOrder struct {
	Engagement string
	To         string // the folder; made where it is not there
	// Lane, as the firm names its folder, copies that lane alone, without a folder of its own.
	Lane string
	// Once ends when the copy is level with the relay.
	Once bool
}

// MirrorState is how a copy is.
type MirrorState struct {
	Documents int       // in the copy
	Written   int       // by this call so far
	Failed    int       // to be tried again
	Problem   error     // of one that failed
	Level     bool      // with everything that the relay had
	Began     time.Time // the last pass
}

// withdrawnFolder is where the copy keeps what was taken back from the client.
const withdrawnFolder = "Withdrawn"

const (
	mirrorWorkers = 8
	// mirrorLook is how often the folder itself is looked at, for what people did there.
	mirrorLook = 15 * time.Minute
	// mirrorRetry is how long what failed waits for another try.
	mirrorRetry = 10 * time.Second
)

// Mirror keeps a copy up to date until ctx ends, or makes it once. told hears how it is after each pass.
func (p *Program) Mirror(ctx context.Context, order MirrorOrder, told func(MirrorState)) (err error) {
	a := p.App
	if err := p.Exchange(ctx); err != nil && order.Once {
		return err
	}
	to, err := filepath.Abs(order.To)
	if err != nil {
		return err
	}
	kept, err := mirror.Open(to, order.Engagement+"/"+strings.ToLower(order.Lane), a.store.Seen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	m := &mirroring{a: a, order: order, copy: kept, there: map[string]mirror.Doc{}}
	wake := a.news.watchers.add()
	defer a.news.watchers.remove(wake)
	return m.run(ctx, wake, told)
}

// LookAgain has every copy that is kept compared with the history now.
func (p *Program) LookAgain() { p.App.news.watchers.tell() }

// mirroring is one copy while it is kept.
type mirroring struct {
	a     *App
	order MirrorOrder
	copy  *mirror.Copy
	look  time.Time // when the folder itself is due to be looked at

	mu    sync.Mutex
	there map[string]mirror.Doc // by id: known to lie in the copy as it should
	state MirrorState
	dirs  []string // with new names in them
}

func (m *mirroring) run(ctx context.Context, wake <-chan struct{}, told func(MirrorState)) error {
	for {
		if err := m.pass(ctx); err != nil {
			return err
		}
		told(m.state)
		if m.order.Once {
			return m.state.Problem
		}
		pause := m.look.Sub(m.a.now())
		if m.state.Failed > 0 {
			pause = mirrorRetry
		}
		timer, giveUp := m.a.clock.After(pause)
		select {
		case <-ctx.Done():
			giveUp()
			return nil
		case <-wake:
		case <-timer:
		}
		giveUp()
	}
}

// wantedDoc is a document with what is needed to bring it.
type wantedDoc struct {
	mirror.Doc
	client engagement.ClientID
	blob   engagement.BlobRef
	gone   string // the folder it moves to, or erasedDoc
}

const erasedDoc = "-"

// pass brings everything that is not in the copy as it should be.
func (m *mirroring) pass(ctx context.Context) error {
	m.state.Began = m.a.now()
	if err := m.copy.Here(); err != nil {
		m.state.Failed, m.state.Problem, m.state.Level = 1, err, false
		return nil
	}
	if now := m.a.now(); !now.Before(m.look) {
		m.look = now.Add(mirrorLook)
		clear(m.there)
	}
	todo, total, level, err := m.todo()
	if err != nil {
		return err
	}
	m.state.Documents, m.state.Failed, m.state.Problem = total, 0, nil
	m.bringAll(ctx, todo)
	if err := m.copy.SyncDirs(m.dirs); err != nil {
		m.failed(err)
	}
	m.dirs = m.dirs[:0]
	m.state.Level = level && m.state.Failed == 0
	return nil
}

func (m *mirroring) bringAll(ctx context.Context, todo []wantedDoc) {
	work := make(chan wantedDoc)
	var workers sync.WaitGroup
	for range min(mirrorWorkers, len(todo)) {
		workers.Go(func() {
			for d := range work {
				if err := m.bring(ctx, d); err != nil && ctx.Err() == nil {
					m.failed(err)
				}
			}
		})
	}
	for _, d := range todo {
		if ctx.Err() != nil {
			break
		}
		work <- d
	}
	close(work)
	workers.Wait()
}

func (m *mirroring) failed(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Failed++
	m.state.Problem = err
}

func (m *mirroring) bring(ctx context.Context, d wantedDoc) error {
	switch d.gone {
	case "":
	case erasedDoc:
		return m.done(d, m.copy.Remove(d.ID, ""))
	default:
		return m.done(d, m.copy.Remove(d.ID, d.gone))
	}
	if same, err := m.copy.Unchanged(d.Doc); err != nil || same {
		return m.done(d, err)
	}
	err := m.copy.Put(ctx, d.Doc, func(ctx context.Context, from int64, to io.Writer) error {
		link := m.a.theLink()
		if link == nil {
			return desk.ErrUnreachable
		}
		return link.FetchFrom(ctx, desk.BlobKey{Client: d.client, Blob: d.blob}, from, func(r io.Reader) error {
			_, err := io.Copy(to, r)
			return err
		})
	})
	if err == nil {
		m.mu.Lock()
		m.state.Written++
		m.dirs = append(m.dirs, d.Path)
		m.mu.Unlock()
	}
	return m.done(d, err)
}

func (m *mirroring) done(d wantedDoc, err error) error {
	if err == nil {
		m.mu.Lock()
		m.there[d.ID] = d.Doc
		m.mu.Unlock()
	}
	return err
}

// todo lists what has to be done, from the confirmed history alone: what only waits here is not at the
// relay. level says that the history is all that the relay had when it was last asked.
func (m *mirroring) todo() (todo []wantedDoc, total int, level bool, err error) {
	a := m.a
	a.mu.Lock()
	defer a.mu.Unlock()
	id := engagement.EngagementID(m.order.Engagement)
	e := a.states.Engagement(id)
	status := a.link.Status()
	level = status.State == desk.Online && status.Cursor >= status.Head
	if e == nil && !level {
		return nil, 0, false, nil // its history is on the way
	}
	if e == nil || !engagement.MaySee(a.states, a.id.Staff, engagement.EngagementStream(id)) {
		return nil, 0, false, failure(CodeInput, "No engagement of this id is known here.", "Its id is in the address of its page, and in tieout-agent map.")
	}
	lanes := laneNames(a.states.Firm().Lanes)
	only, err := laneNamed(lanes, m.order.Lane)
	if err != nil {
		return nil, 0, false, err
	}
	p := &mirrorPlan{lanes: lanes, only: only, client: e.Client, taken: map[string]bool{}}
	p.documents(e)
	p.sealed(e)
	for _, d := range p.docs {
		if m.there[d.ID] != d.Doc {
			todo = append(todo, d)
		}
		if d.gone == "" {
			total++
		}
	}
	return todo, total, level, nil
}

func laneNamed(lanes folder.LaneNames, name string) (folder.Lane, error) {
	if name == "" {
		return "", nil
	}
	for _, lane := range []folder.Lane{folder.ToClient, folder.FromClient, folder.Signed} {
		if strings.EqualFold(lanes[lane], name) {
			return lane, nil
		}
	}
	return "", failure(CodeInput, "There is no lane called “"+name+"” that a copy has.", "They are “"+
		lanes[folder.ToClient]+"”, “"+lanes[folder.FromClient]+"” and “"+lanes[folder.Signed]+"”.")
}

// mirrorPlan is what belongs into a copy.
type mirrorPlan struct {
	lanes  folder.LaneNames
	only   folder.Lane
	client engagement.ClientID
	docs   []wantedDoc
	taken  map[string]bool // paths
}

func (p *mirrorPlan) documents(e *engagement.Engagement) {
	for _, d := range e.Documents {
		if d.Lane == engagement.ToClient {
			v := d.Latest()
			gone := ""
			switch {
			case v.Erased:
				gone = erasedDoc
			case d.Withdrawn != nil:
				gone = withdrawnFolder
			}
			p.add(folder.ToClient, string(d.ID), d.Rel, v.Blob, v.Size, gone)
			continue
		}
		for _, v := range d.Versions {
			gone := ""
			if v.Erased {
				gone = erasedDoc
			}
			p.add(folder.FromClient, string(v.ID), p.uploaded(e, d, v), v.Blob, v.Size, gone)
		}
	}
}

// uploaded is where an upload is on the share, or will be.
func (p *mirrorPlan) uploaded(e *engagement.Engagement, d *engagement.Document, v *engagement.Version) string {
	if v.Placed != nil {
		if _, rel, ok := strings.Cut(v.Placed.Path, "/"); ok {
			return rel
		}
	}
	if r := e.Request(d.Request); r != nil {
		return path.Join(strings.ReplaceAll(r.Title, "/", "-"), d.Name)
	}
	return d.Name
}

func (p *mirrorPlan) sealed(e *engagement.Engagement) {
	for _, d := range e.Deliverables {
		if d.Seal != nil {
			p.add(folder.Signed, string(d.ID), fileName(d.Title, "signed.pdf"), d.Seal.Blob, d.Seal.Size, "")
		}
	}
}

// add plans one document; of two that would have one name the later gets a number.
func (p *mirrorPlan) add(lane folder.Lane, id, rel string, ref engagement.BlobRef, size int64, gone string) {
	if p.only != "" && p.only != lane {
		return
	}
	dir := p.lanes[lane]
	if p.only != "" {
		dir = ""
	}
	at := mirror.SafePath(dir, rel)
	if gone == "" {
		at = p.free(at, id)
	}
	p.docs = append(p.docs, wantedDoc{
		Doc:    mirror.Doc{ID: id, Path: at, SHA256: string(ref), Size: size},
		client: p.client, blob: ref, gone: gone,
	})
}

func (p *mirrorPlan) free(at, id string) string {
	key := folder.PathKey("", at)
	if p.taken[key] {
		ext := path.Ext(at)
		at = strings.TrimSuffix(at, ext) + " (" + id[max(0, len(id)-6):] + ")" + ext
		key = folder.PathKey("", at)
	}
	p.taken[key] = true
	return at
}

// watchers wake who waits for changed streams.
type watchers struct {
	mu  sync.Mutex
	all []chan struct{}
}

func (w *watchers) add() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	wake := make(chan struct{}, 1)
	w.all = append(w.all, wake)
	return wake
}

func (w *watchers) remove(wake chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = slices.DeleteFunc(w.all, func(c chan struct{}) bool { return c == wake })
}

func (w *watchers) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, wake := range w.all {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}
