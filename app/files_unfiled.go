package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/wire"
)

// trouble is why something is not filed yet, and what to do, in words.
type trouble struct {
	why, next string
	act       string // as Explanation.Act
	passes    bool   // by itself: nobody has to do anything
}

// notPlaced is an error of placing a file, with the folder where it was to go, from the work file.
type notPlaced struct {
	at string
	error
}

func (e notPlaced) Unwrap() error { return e.error }

// filedThen is what follows once somebody has done what is said before it.
const filedThen = " It is filed by itself then: it is tried again every half minute."

func troubleWords(err error) trouble {
	var said *Failure
	var remote *wire.Error
	again := "Nothing. It is tried again every half minute."
	switch {
	case errors.Is(err, desk.ErrUnreachable), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return trouble{why: "The connection to the relay broke off.", next: again, passes: true}
	case errors.As(err, &said) && said.Hint != "":
		return trouble{why: said.Message, next: said.Hint, passes: said.Code == CodeNotHere}
	case errors.As(err, &remote):
		return trouble{why: remote.Message, next: cmp.Or(remote.Hint, again), passes: true}
	case errors.Is(err, folder.ErrClaimed), errors.Is(err, folder.ErrInUse):
		return trouble{why: "Another computer is filing this right now.", next: again, passes: true}
	case errors.Is(err, blob.ErrFull):
		return trouble{why: "The disk of this computer is full, so the file cannot come here to be filed.", next: "Make room on it." + filedThen}
	}
	return shareTrouble(err)
}

// shareTrouble is what somebody has to mend on the share.
func shareTrouble(err error) trouble {
	var root *folder.RootError
	at := notPlaced{at: "the folder it goes to"}
	if errors.As(err, &at) {
		at.at = "“" + at.at + "”"
	}
	switch {
	case errors.As(err, &root):
	case errors.Is(err, folder.ErrNoWorkFile):
		return trouble{why: "The work-file folder is not where it was: it was renamed, moved or removed.", next: "Put it back, or map the engagement to where it is now." + filedThen, act: "map-work-file"}
	case errors.Is(err, folder.ErrDiskFull):
		return trouble{why: "The share has no room left.", next: "Make room on the share." + filedThen}
	case errors.Is(err, folder.ErrNotPlain):
		return trouble{why: "A file or a link lies where " + at.at + " has to be a folder.", next: "Rename it or move it away; the folder is made anew." + filedThen, act: "open-folder"}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, folder.ErrReadOnly):
		return trouble{why: "This computer may not write in " + at.at + ".", next: "Give the user that Tieout runs as the right to list that folder and to write in it." + filedThen, act: "open-folder"}
	}
	return trouble{why: shareWords(err), next: "Settle that." + filedThen}
}

// safeAtRelay begins what is said of a file that is not filed yet.
const safeAtRelay = "It is safe at the relay. "

// notFiled says in a standing that filing failed.
func (t trouble) notFiled(s *standing) {
	s.words, s.why, s.code, s.next, s.act = "Not filed yet", safeAtRelay+t.why, "filing-failed", t.next, t.act
	if t.passes {
		s.code = "filing-again"
	}
}

// Unfiled is files that clients sent, or sealed copies, of one engagement that this computer cannot file before
// somebody does something, and what.
type Unfiled struct {
	Files      int    `json:"files"`
	Engagement string `json:"engagement"`
	Why        string `json:"why"`
}

// Unfiled lists what cannot be filed from here, by engagement and cause.
func (s *SyncStatus) Unfiled() []Unfiled {
	all := []Unfiled{}
	at := map[[2]string]int{}
	for _, i := range s.Coming {
		if i.State != "filing-failed" {
			continue
		}
		why := strings.TrimPrefix(i.Why, safeAtRelay)
		n, known := at[[2]string{i.Engagement, why}]
		if !known {
			n = len(all)
			at[[2]string{i.Engagement, why}], all = n, append(all, Unfiled{Engagement: i.Engagement, Why: why})
		}
		all[n].Files++
	}
	return all
}

// comingAs counts what waits to be filed with one of the codes of a standing.
func (s *SyncStatus) comingAs(code string) (n int) {
	for _, i := range s.Coming {
		if i.State == code {
			n++
		}
	}
	return n
}

// toSettle says what somebody has to decide or to mend: "2 to settle", "1 not filed", "1 not sent".
func (s *SyncStatus) toSettle() (label string, any bool) {
	unfiled := s.comingAs("filing-failed")
	unsent, lanesGone := s.cannotGo()
	all := len(s.Refused) + len(s.Holds) + len(s.Failing) + unfiled + unsent + lanesGone
	more := ""
	if unfiled > 0 && len(s.Coming) >= maxComing {
		more = "+"
	}
	what := "to settle"
	switch all {
	case 0:
		return "", false
	case unfiled:
		what = "not filed"
	case unsent:
		what = "not sent"
	}
	return fmt.Sprintf("%d%s %s", all, more, what), true
}

// unfiledBanner says that files of clients cannot be filed, why, and what to do, or "".
func (s *SyncStatus) unfiledBanner() string {
	n, all := s.comingAs("filing-failed"), s.Unfiled()
	if n == 0 {
		return ""
	}
	said := counted(n, "file that a client sent is", "files that clients sent are") + " safe at the relay and cannot be filed on the share. "
	for _, u := range all[1:] {
		if u.Why != all[0].Why {
			return said + "There are several causes; the list says each, and what to do."
		}
	}
	return said + all[0].Why
}

// listed is why something waits and what to do, for a list that has no column for the second.
func (s standing) listed() string {
	next := s.next
	for _, nothing := range []string{"Nothing yet: ", "Nothing: ", "Nothing. "} {
		next = strings.TrimPrefix(next, nothing)
	}
	return strings.TrimSpace(s.why + " " + upperFirst(strings.TrimSuffix(next, "Nothing.")))
}
