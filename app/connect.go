package app

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tieout/app/desktop"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

const (
	settingIdentity = "identity"
	settingComputer = "computer"
)

// loadIdentity reads who this desk is. Should the store have been lost, the keyring still knows: the
// history comes back from the relay, and the device's count goes on above anything it ever was. The
// caller holds the lock.
func (a *App) loadIdentity() error {
	seed, err := a.secrets.Get(secretDevice)
	if errors.Is(err, desktop.ErrNoSecret) {
		return nil
	}
	if err != nil {
		return err
	}
	raw, err := hex.DecodeString(seed)
	if err != nil || len(raw) != ed25519.SeedSize {
		return errors.New("app: this computer's key cannot be read")
	}
	kept, err := a.store.Settings.Get(settingIdentity)
	if err != nil {
		return err
	}
	lost := kept == nil
	if lost {
		text, err := a.secrets.Get(secretIdentity)
		if errors.Is(err, desktop.ErrNoSecret) {
			return nil // an enrolment that never ended
		}
		if err != nil {
			return err
		}
		kept = []byte(text)
	}
	var id desk.Identity
	if err := json.Unmarshal(kept, &id); err != nil {
		return fmt.Errorf("app: who this computer is: %w", err)
	}
	a.id, a.key = id, ed25519.NewKeyFromSeed(raw)
	if _, all := a.store.Salvaged(); !lost && all {
		return nil
	}
	if err := a.store.RaiseN(uint64(a.now().UnixMilli())); err != nil {
		return err
	}
	return a.store.Settings.Put(settingIdentity, kept)
}

// enrolmentTime is how long an enrolment may take.
const enrolmentTime = 30 * time.Second

func (a *App) connect(e Enrolment) (Session, error) {
	a.mu.Lock()
	connected := a.id.Device != ""
	a.mu.Unlock()
	if connected {
		return Session{}, failure(engagement.CodeExists, "This computer is connected to a firm already.", "")
	}
	e.Computer = strings.TrimSpace(e.Computer)
	if e.Computer == "" {
		return Session{}, failure(CodeInput, "Give this computer a name.", "Your colleagues see it beside what you do here.")
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(a.cfg.Random, seed); err != nil {
		return Session{}, err
	}
	key := ed25519.NewKeyFromSeed(seed)
	// The key is kept before it is used: an enrolment must never outlive its key.
	if err := a.secrets.Set(secretDevice, hex.EncodeToString(seed)); err != nil {
		return Session{}, err
	}
	ctx, cancel := context.WithTimeout(a.ctx, enrolmentTime)
	defer cancel()
	id, err := desk.Enrol(ctx, a.cfg.HTTP, e.Relay, strings.ToUpper(strings.TrimSpace(e.Code)), e.Computer, key)
	if err != nil {
		return Session{}, connectFailure(err)
	}
	if err := a.connected(id, key, e.Computer); err != nil {
		return Session{}, err
	}
	a.news.tell(nounSession, nounSync, nounEverything)
	return a.session()
}

func connectFailure(err error) error {
	switch {
	case errors.Is(err, desk.ErrInsecure):
		return failure(CodeInsecure, "This address would send your clients' data in the clear.", "Use the address that begins with https.")
	case errors.Is(err, desk.ErrUnreachable):
		return failure(CodeOffline, "The relay does not answer at this address.", "Check the address and your connection, and try again.")
	}
	return err
}

func (a *App) connected(id desk.Identity, key ed25519.PrivateKey, computer string) error {
	raw, err := json.Marshal(id)
	if err != nil {
		return err
	}
	slim := id
	slim.SealCert = nil // a keyring takes little, and the history has it
	small, err := json.Marshal(slim)
	if err != nil {
		return err
	}
	if err := a.secrets.Set(secretIdentity, string(small)); err != nil {
		return err
	}
	if err := a.store.Settings.PutAll(map[string][]byte{settingIdentity: raw, settingComputer: []byte(computer)}); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.id, a.key = id, key
	return a.startLink()
}

// online says whether what is done now goes out at once. The caller holds the lock.
func (a *App) online() bool { return a.link != nil && a.link.Status().State == desk.Online }

func (a *App) session() (Session, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	prefs := a.preferences()
	computer, err := a.store.Settings.Get(settingComputer)
	if err != nil {
		return Session{}, err
	}
	s := Session{
		State: a.sessionState(), Computer: cmp.Or(string(computer), a.nameAtRelay()), Relay: a.id.Relay, Version: a.cfg.Version,
		Theme: prefs.Theme, Roles: []string{}, Pinned: []Pin{}, Warnings: a.warnings(), Can: newCan(),
		Keys: prefs.Keys, Frame: a.cfg.Frame,
	}
	me := a.me()
	if me == nil {
		return s, nil
	}
	s.Firm, s.Me = a.pending.view().Firm().Name, a.staffPerson(me.ID)
	for _, r := range me.Roles {
		s.Roles = append(s.Roles, string(r))
	}
	c := newCan()
	c.when(a.may(engagement.Administrator), "administer")
	c.when(a.may(engagement.Partner), "approve")
	c.when(a.mayWork(), "work")
	s.Can = c
	s.Badges, s.Pinned, s.Footer = a.badges(), a.pins(prefs.Pinned), a.footer()
	return s, nil
}

// nameAtRelay is what this computer was called when it was connected. The caller holds the lock.
func (a *App) nameAtRelay() string {
	if k := a.pending.view().Firm().Keys[a.id.Device]; k != nil {
		return k.Name
	}
	return ""
}

// mayWork says whether the person works on engagements.
func (a *App) mayWork() bool {
	return a.may(engagement.Partner, engagement.Manager, engagement.Preparer)
}

func (a *App) sessionState() string {
	if a.id.Device == "" {
		return "new"
	}
	switch a.link.Status().State {
	case desk.Revoked:
		return "revoked"
	case desk.Outdated:
		return "update"
	}
	if me := a.me(); me != nil && !me.Active {
		return "revoked"
	}
	return "on"
}

func (a *App) warnings() []string {
	all := []string{}
	if w := a.secrets.Warning(); w != "" {
		all = append(all, w)
	}
	acts, whole := a.store.Salvaged()
	if aside := len(a.store.SetAside()) > 0; aside || !whole {
		a.warned = true
		all = append(all, damageWords(aside, acts, whole))
	}
	if lost := a.lostShares(); len(lost) > 0 {
		all = append(all, unsetWords(lost))
	}
	if a.store.Suspect() {
		all = append(all, "Part of this computer's data cannot be read. Close Tieout and start it again: it is brought back from the relay.")
	}
	return all
}

func (a *App) pins(ids []string) []Pin {
	pins := []Pin{}
	for _, id := range ids {
		if c := a.card(engagement.EngagementID(id)); c != nil {
			pins = append(pins, Pin{
				ID: id, Label: a.clientName(c.Client), Detail: string(c.Service), Status: a.status(&c.Engagement),
			})
		}
	}
	return pins
}

// footer is the line about the share: "Clients: reachable · 412 folders watched".
func (a *App) footer() string {
	var parts []string
	for _, root := range a.rootViews() {
		if root.State != unbound {
			parts = append(parts, root.Name+": "+strings.ToLower(root.Label))
		}
	}
	folders, err := a.share.folders()
	if err != nil || len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + " · " + counted(len(folders.Mappings()), "work file", "work files") + " watched"
}

// damageWords says what became of a damaged file of this computer's data, or of one that was not there any more.
func damageWords(aside bool, acts int, all bool) string {
	words := "A file of this computer's data was damaged. It was set aside, and what was confirmed comes back from the relay and the share."
	if !aside {
		words = "A file of this computer's data was gone. What was confirmed comes back from the relay and the share."
	}
	switch {
	case !all && acts == 0:
		return words + " Changes that waited to be sent may be lost: look through what you did last, and do again what is missing."
	case !all:
		return words + " " + counted(acts, "change that waits", "changes that wait") + " to be sent could be saved, others may be lost: look through what you did last, and do again what is missing."
	case acts > 0:
		return words + " " + counted(acts, "change that waits", "changes that wait") + " to be sent could be saved."
	}
	return words + " Nothing that waited was lost."
}
