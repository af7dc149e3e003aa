package synctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tieout/sync/blob"
	"tieout/sync/portal"
)

// Contact is a person of a client, with a browser of their own.
type Contact struct {
	Name  string
	Email string

	w      *World
	firm   *Firm
	client string
	line   *Line
	http   *http.Client
	work   *Work
	in     bool
	keys   int
}

func (w *World) newContact(f *Firm, client, name, email string) *Contact {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.ok("make a browser", err)
	line := w.line(name)
	return &Contact{Name: name, Email: email, w: w, firm: f, client: client, line: line, http: &http.Client{Jar: jar, Transport: line}}
}

// In is the same person with another engagement in mind.
func (c *Contact) In(work *Work) *Contact {
	other := *c
	other.work = work
	return &other
}

func (c *Contact) at() *Work {
	if c.work != nil {
		return c.work
	}
	return c.firm.primary
}

// Problem is a reply that is none.
type Problem struct {
	portal.Problem
	Path string
}

func (p *Problem) Error() string { return fmt.Sprintf("%s: %d %s", p.Path, p.Status, p.Code) }

// call is one call of the browser. A reply that did not come whole is asked for again, as pages do:
// every call may be repeated.
func (c *Contact) call(method, path string, in, out any) error {
	var failed error
	err := await(patience, nil, func() error {
		body, err := c.once(method, path, in)
		var p *Problem
		switch {
		case errors.As(err, &p) && p.Status < 500:
			failed = err
			return nil
		case err != nil:
			return err
		}
		switch out := out.(type) {
		case nil:
		case *[]byte:
			*out = body
		default:
			return json.Unmarshal(body, out)
		}
		return nil
	})
	return errors.Join(err, failed)
}

func (c *Contact) once(method, path string, in any) ([]byte, error) {
	var body io.Reader
	media := "application/json"
	switch v := in.(type) {
	case nil:
	case []byte:
		body, media = bytes.NewReader(v), "application/octet-stream"
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, address+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("User-Agent", "Story/1")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode < 300 {
		return got, err
	}
	p := &Problem{Path: path}
	_ = json.Unmarshal(got, &p.Problem) // the status says enough
	p.Status = resp.StatusCode
	return nil, p
}

const portalAPI = "/portal/api"

var codeInMail = regexp.MustCompile(`: (\d{6})\n`)

// SignIn signs in with the code from the mail, once; the other verbs do so by themselves.
func (c *Contact) SignIn() {
	c.w.t.Helper()
	if c.in {
		return
	}
	before := len(c.w.Mail.To(c.Email, "Your sign-in"))
	c.w.ok(c.Name+" asks for a code", c.call("POST", portalAPI+"/sign-in", map[string]any{"email": c.Email}, nil))
	typed := ""
	c.w.until(c.Name+" has mail", func() error {
		mails := c.w.Mail.To(c.Email, "Your sign-in")
		if len(mails) <= before {
			return errNotYet
		}
		if code := codeInMail.FindStringSubmatch(mails[len(mails)-1].Text); code != nil {
			typed = code[1]
		}
		return nil
	})
	c.w.ok(c.Name+" types the code", c.call("POST", portalAPI+"/sign-in/code", map[string]any{"code": typed}, nil))
	c.in = true
}

func (c *Contact) clientPath() string { return portalAPI + "/clients/" + c.client }

func (c *Contact) workPath() string { return c.clientPath() + "/engagements/" + c.at().ID }

// key is a new key for something that is done once.
func (c *Contact) key() string {
	c.keys++
	return fmt.Sprintf("%s-key-%04d", c.Name, c.keys)
}

// upload sends a file whole and answers its id.
func (c *Contact) upload(name string, content []byte) (string, error) {
	var u portal.Upload
	if err := c.call("POST", c.clientPath()+"/uploads", map[string]any{"name": name, "size": len(content)}, &u); err != nil {
		return "", err
	}
	one := c.clientPath() + "/uploads/" + u.ID
	for n := range u.Parts {
		part := content[int64(n)*u.PartSize : min(int64(n+1)*u.PartSize, int64(len(content)))]
		path := one + "/parts/" + strconv.Itoa(n) + "?sha256=" + blob.Sum(part).String()
		if err := c.call("PUT", path, part, nil); err != nil {
			return "", err
		}
	}
	return u.ID, c.call("POST", one+"/commit", map[string]any{"sha256": sum(content)}, nil)
}

// Uploads sends a file as the answer to a request, or with "" unasked, and answers the receipt.
func (c *Contact) Uploads(request, name string, content []byte) portal.Received {
	c.w.t.Helper()
	got, err := c.TryUpload(request, name, content)
	c.w.ok(c.Name+" uploads "+name, err)
	return got
}

// TryUpload is Uploads for what may fail.
func (c *Contact) TryUpload(request, name string, content []byte) (got portal.Received, err error) {
	c.w.t.Helper()
	c.SignIn()
	path, body := c.workPath()+"/documents", map[string]any{"key": c.key()}
	if request != "" {
		id, err := c.request(request)
		if err != nil {
			return got, err
		}
		path, body["answer"] = c.workPath()+"/requests/"+id+"/answer", "files"
	}
	id, err := c.upload(name, content)
	if err != nil {
		return got, err
	}
	body["uploads"] = []string{id}
	return got, c.call("POST", path, body, &got)
}

func (c *Contact) request(title string) (string, error) {
	var all portal.Requests
	if err := c.call("GET", c.clientPath()+"/requests", nil, &all); err != nil {
		return "", err
	}
	for _, r := range all.Requests {
		if r.Title == title && string(r.Engagement) == c.at().ID {
			return r.ID, nil
		}
	}
	return "", fmt.Errorf("there is no request %q", title)
}

// documents is what the client sees of the engagement.
func (c *Contact) documents() (portal.Folder, error) {
	c.w.t.Helper()
	c.SignIn()
	var all portal.Documents
	if err := c.call("GET", c.clientPath()+"/documents", nil, &all); err != nil {
		return portal.Folder{}, err
	}
	i := slices.IndexFunc(all.Folders, func(f portal.Folder) bool { return string(f.Engagement) == c.at().ID })
	if i < 0 {
		return portal.Folder{}, fmt.Errorf("%s sees no engagement %s", c.Name, c.at().Title)
	}
	return all.Folders[i], nil
}

// Sees waits until a document from the office has this version number and opens it: its bytes are
// these.
func (c *Contact) Sees(name string, version int, content []byte) portal.Document {
	c.w.t.Helper()
	var doc portal.Document
	c.w.until(fmt.Sprintf("%s sees version %d of %s", c.Name, version, name), func() error {
		f, err := c.documents()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(f.Office, func(d portal.Document) bool { return d.Name == name })
		if i < 0 || f.Office[i].Latest.Number != version {
			return fmt.Errorf("%+v", f.Office)
		}
		doc = f.Office[i]
		return nil
	})
	if got := c.Opens(doc.Latest.Href); !bytes.Equal(got, content) {
		c.w.fatalf("%s gets %d bytes of %s that are not what was saved", c.Name, len(got), name)
	}
	return doc
}

// Opens reads a file of the portal.
func (c *Contact) Opens(href string) []byte {
	c.w.t.Helper()
	c.SignIn()
	var got []byte
	c.w.ok(c.Name+" opens a file", c.call("GET", href, nil, &got))
	return got
}

// Deliverable waits for a published package, in a state if one is given.
func (c *Contact) Deliverable(title, state string) portal.Deliverable {
	c.w.t.Helper()
	var d portal.Deliverable
	c.w.until(c.Name+" has "+title, func() (err error) {
		f, err := c.documents()
		if err != nil {
			return err
		}
		for _, doc := range slices.Concat(f.Office, f.Signed) {
			if doc.Deliverable == "" || !strings.HasPrefix(doc.Name, title) {
				continue
			}
			if err = c.call("GET", c.workPath()+"/deliverables/"+string(doc.Deliverable), nil, &d); err != nil {
				return err
			}
			if state == "" || string(d.State) == state {
				return nil
			}
		}
		return fmt.Errorf("%+v %+v", f.Office, f.Signed)
	})
	return d
}

// Signs reads a package, consents and signs it, and answers the bytes that were signed.
func (c *Contact) Signs(title string) []byte {
	c.w.t.Helper()
	d := c.Deliverable(title, "out")
	read := c.Opens(d.File)
	c.w.ok(c.Name+" signs", c.trySign(string(d.ID)))
	return read
}

func (c *Contact) trySign(deliverable string) error {
	one := c.workPath() + "/deliverables/" + deliverable
	var d portal.Deliverable
	if err := c.call("GET", one, nil, &d); err != nil || !d.You.Turn {
		return err
	}
	return errors.Join(
		c.call("GET", d.File, nil, nil),
		c.call("POST", one+"/consent", map[string]any{"sum": d.Sum, "text": d.Consent.Digest}, nil),
		c.call("POST", one+"/sign", map[string]any{
			"sum": d.Sum, "plan": d.Plan, "name": fullName(c.Name), "ink": [][]float64{{0, 0.5, 0.4, 0.2, 1, 0.6}},
		}, nil))
}

// Writes sends a message to the office.
func (c *Contact) Writes(text string) {
	c.w.t.Helper()
	c.SignIn()
	c.w.ok(c.Name+" writes", c.call("POST", c.workPath()+"/messages", map[string]any{"key": c.key(), "text": text}, nil))
}

// Reads waits for a message of the office.
func (c *Contact) Reads(text string) {
	c.w.t.Helper()
	c.w.until(c.Name+" reads "+text, func() error { return c.hasRead(text) })
}

func (c *Contact) hasRead(text string) error {
	c.w.t.Helper()
	c.SignIn()
	var all portal.Messages
	if err := c.call("GET", c.clientPath()+"/messages", nil, &all); err != nil {
		return err
	}
	for _, th := range all.Threads {
		for _, day := range th.Days {
			if slices.ContainsFunc(day.Messages, func(m portal.Message) bool { return m.Text == text }) {
				return nil
			}
		}
	}
	return errNotYet
}

// SeesStatus waits for the status as the client reads it.
func (c *Contact) SeesStatus(words string) {
	c.w.t.Helper()
	c.SignIn()
	c.w.until(c.Name+" reads "+words, func() error {
		var h portal.Home
		if err := c.call("GET", c.clientPath()+"/home", nil, &h); err != nil {
			return err
		}
		for _, one := range h.Work {
			if string(one.Engagement) == c.at().ID && one.StatusText == words {
				return nil
			}
		}
		return fmt.Errorf("%+v", h.Work)
	})
}
