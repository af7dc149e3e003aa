package app

import (
	"encoding/json"
	"fmt"

	"tieout/app/folder"
)

const (
	settingRoot = "root/" // + root id: where it is bound on this computer
	settingLeft = "left/" // + root id: where it was bound when somebody ended that
)

// find answers a root as it lies in a folder, if that is believed to be the root: see folder.Bind.
func (s *share) find(id, where string) (folder.Root, error) {
	kept, err := s.folders()
	if err != nil {
		return folder.Root{}, err
	}
	last, err := s.lastRoot(id)
	if err != nil {
		return folder.Root{}, err
	}
	return kept.Bind(where, id, last)
}

// lastRoot is how a root is bound on this computer, or was last; zero when it never was.
func (s *share) lastRoot(id string) (last folder.Root, err error) {
	if root, _, bound := s.root(id); bound {
		return root, nil
	}
	raw, err := s.a.store.Settings.Get(settingLeft + id)
	if err != nil || raw == nil {
		return last, err
	}
	if err := json.Unmarshal(raw, &last); err != nil {
		return last, fmt.Errorf("app: where a share was bound: %w", err)
	}
	return last, nil
}

// bind keeps a root at its place on this computer, from now on and after every start.
func (s *share) bind(root folder.Root) error {
	if err := s.remember(settingRoot, root); err != nil {
		return err
	}
	s.mu.Lock()
	s.bound[root.ID] = root
	s.mu.Unlock()
	kept, err := s.folders()
	if err != nil {
		return err
	}
	kept.Detach(root.ID)
	return kept.Attach(root)
}

func (s *share) remember(setting string, root folder.Root) error {
	raw, err := json.Marshal(root)
	if err != nil {
		return err
	}
	return s.a.store.Settings.Put(setting+root.ID, raw)
}

func (s *share) unbind(id string) error {
	kept, err := s.folders()
	if err != nil {
		return err
	}
	if root, _, bound := s.root(id); bound {
		if err := s.remember(settingLeft, root); err != nil {
			return err
		}
	}
	kept.Detach(id)
	s.mu.Lock()
	delete(s.bound, id)
	delete(s.roots, id)
	s.mu.Unlock()
	s.tellFiling()
	return s.a.store.Settings.Delete(settingRoot + id)
}
