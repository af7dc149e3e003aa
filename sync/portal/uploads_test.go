package portal_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

func partPath(client, upload string, n int, part []byte) string {
	return fmt.Sprintf("%s/clients/%s/uploads/%s/parts/%d?sha256=%s", api, client, upload, n, blob.Sum(part))
}

func noise(n int) []byte {
	data := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(data)
	return data
}

func TestAnUploadThatWasCutOffGoesOnWhereItStopped(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	data := noise(2*blob.PartSize + 12345)
	u := read[portal.Upload](t, b.do("POST", api+"/clients/acme/uploads", map[string]any{"name": "Scan.jpg", "size": len(data)}))
	if u.Parts != 3 || u.PartSize != blob.PartSize || u.Done {
		t.Fatalf("upload: %+v", u)
	}
	b.part("acme", u, 1, data).want(t, http.StatusNoContent, "")
	b.part("acme", u, 1, data).want(t, http.StatusNoContent, "") // the reply was lost
	b.commit("acme", u.ID, data).want(t, http.StatusConflict, "parts")

	again := s.signedIn(portaltest.RuthMail) // after a reload
	now := read[portal.Upload](t, again.do("GET", api+"/clients/acme/uploads/"+u.ID, nil))
	if len(now.Received) != 1 || now.Received[0].Number != 1 {
		t.Fatalf("received: %+v", now.Received)
	}
	again.part("acme", u, 0, data).want(t, http.StatusNoContent, "")
	again.part("acme", u, 2, data).want(t, http.StatusNoContent, "")
	again.commit("acme", u.ID, noise(7)).want(t, http.StatusUnprocessableEntity, "mismatch")
	read[portal.Upload](t, again.commit("acme", u.ID, data))
	if !read[portal.Upload](t, again.commit("acme", u.ID, data)).Done {
		t.Error("committing twice must be harmless")
	}
}

func TestAPartMustBeWhatItIsAnnouncedAs(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	data := noise(1000)
	u := read[portal.Upload](t, b.do("POST", api+"/clients/acme/uploads", map[string]any{"name": "a.jpg", "size": len(data)}))
	b.do("PUT", partPath("acme", u.ID, 0, data), noise(999)).want(t, http.StatusUnprocessableEntity, "mismatch")
	b.do("PUT", partPath("acme", u.ID, 1, data), data).want(t, http.StatusUnprocessableEntity, "mismatch")
	b.do("PUT", partPath("acme", u.ID, 0, noise(blob.PartSize+1)), noise(blob.PartSize+1)).want(t, http.StatusRequestEntityTooLarge, "too-large")
}

func TestAnUploadBelongsToOnePerson(t *testing.T) {
	s := newStage(t)
	id := s.signedIn(portaltest.RuthMail).upload("acme", "a.pdf", []byte("%PDF-1.7"))
	samuel := s.signedIn(portaltest.SamuelMail)
	samuel.do("GET", api+"/clients/acme/uploads/"+id, nil).want(t, http.StatusNotFound, "not-found")
	samuel.do("POST", api+"/clients/acme/engagements/acme-2025/documents",
		map[string]any{"key": "12345678", "uploads": []string{id}}).want(t, http.StatusNotFound, "not-found")
}

func TestFilesThatAreNotTaken(t *testing.T) {
	s := newStage(t, func(c *portal.Config) { c.MaxFile = 5 << 20 })
	b := s.signedIn(portaltest.RuthMail)
	for _, c := range []struct {
		name string
		size int
		code string
		says string
	}{
		{"Backup.EXE", 100, "refused", "We can’t take .exe files."},
		{"invoice.pdf.scr", 100, "refused", "We can’t take .scr files."},
		{"invoice.exe. . ", 100, "refused", "We can’t take .exe files."},
		{"invoice\u202efdp.vbs", 100, "refused", "We can’t take .vbs files."},
		{"empty.pdf", 0, "empty", "“empty.pdf” is empty."},
		{"huge.pdf", 6 << 20, "too-large", "“huge.pdf” is larger than 5 MB."},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := b.do("POST", api+"/clients/acme/uploads", map[string]any{"name": c.name, "size": c.size}).problem
			if p.Code != c.code || p.Message != c.says || p.Hint == "" {
				t.Errorf("%+v", p)
			}
		})
	}
	for name, start := range map[string]string{"invoice.pdf": "MZ\x90\x00", "photo.jpg": "\x7fELF", "notes.txt": "#!/bin/sh\n"} {
		t.Run("a program called "+name, func(t *testing.T) {
			data := []byte(start + strings.Repeat("x", 50))
			u := read[portal.Upload](t, b.do("POST", api+"/clients/acme/uploads", map[string]any{"name": name, "size": len(data)}))
			b.part("acme", u, 0, data).want(t, http.StatusUnprocessableEntity, "refused")
		})
	}
}

func TestHostileNamesAreKeptAsTheyCanBeSeen(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	for given, kept := range map[string]string{
		`C:\Users\ruth\CON.pdf`:           "CON.pdf",
		"../../etc/passwd":                "passwd",
		"what? is: this*.pdf":             "what? is: this*.pdf",
		"two\nlines\x00.pdf":              "twolines.pdf",
		" ‮gnp.ecioV\u2066.png ":          "gnp.ecioV.png",
		"Übersicht für März 日本.xlsx":      "Übersicht für März 日本.xlsx",
		" .. ":                            "file",
		strings.Repeat("a", 400) + ".pdf": strings.Repeat("a", 196) + ".pdf",
	} {
		u := read[portal.Upload](t, b.do("POST", api+"/clients/acme/uploads", map[string]any{"name": given, "size": 5}))
		if u.Name != kept {
			t.Errorf("%q became %q, want %q", given, u.Name, kept)
		}
	}
}

func TestFilesNeverRunAsAPageOfThePortal(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	for _, c := range []struct{ name, content, media, how string }{
		{"page.html", "<html><script>alert(1)</script>", "application/octet-stream", "attachment"},
		{"drawing.svg", "<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>", "text/xml", "attachment"},
		{"scan.pdf", "%PDF-1.7\n", "application/pdf", "inline"},
		{"photo.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", "inline"},
	} {
		id := b.upload("acme", c.name, []byte(c.content))
		b.do("POST", api+"/clients/acme/engagements/acme-2025/documents", map[string]any{"key": "key-" + id, "uploads": []string{id}}).want(t, http.StatusOK, "")
		docs := read[portal.Documents](t, b.do("GET", api+"/clients/acme/documents", nil))
		href := find(docs, id).Latest.Href
		r := b.do("GET", href, nil).want(t, http.StatusOK, "")
		if r.Header.Get("Content-Type") != c.media || !strings.HasPrefix(r.Header.Get("Content-Disposition"), c.how) ||
			!strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") || !bytes.Equal(r.body, []byte(c.content)) {
			t.Errorf("%s: %v", c.name, r.Header)
		}
		if r := b.do("GET", href+"?download=1", nil); !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: not a download: %v", c.name, r.Header)
		}
	}
}

func find(docs portal.Documents, id string) portal.Document {
	for _, f := range docs.Folders {
		for _, list := range [][]portal.Document{f.Office, f.Sent, f.Signed} {
			for _, d := range list {
				if d.ID == id {
					return d
				}
			}
		}
	}
	return portal.Document{}
}
