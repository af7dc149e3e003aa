// Command devportal serves the client portal over an invented firm, for work on
// its pages and for browser tests. Everything is in memory. It listens on this
// machine only.
//
//	go run ./sync/portal/portaltest/devportal -pages frontend/dist
//
// It prints a sign-in link. GET /dev/mail answers the last sign-in mail as
// JSON; POST /dev/seal, /dev/correct, /dev/write and /dev/revoke do what the
// office does: seal the letter Ruth signed, send a corrected one, write a
// message, end Ruth's access to Acme.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8099", "where to listen")
	pages := flag.String("pages", "frontend/dist", "folder of the built pages")
	flag.Parse()
	if err := serve(*addr, *pages); err != nil {
		fmt.Fprintln(os.Stderr, "devportal:", err)
		os.Exit(1)
	}
}

func serve(addr, pages string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	w := portaltest.NewWorld()
	p, err := portal.New(portal.Config{
		Relay: w.Relay, Blobs: w.Blobs, Short: w.Short, Mail: w.Mail, Now: w.Clock.Now, Pages: os.DirFS(pages),
		Public: &url.URL{Scheme: "http", Host: listener.Addr().String()},
		Log:    slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return err
	}
	link, err := p.SignInLink(context.Background(), portaltest.RuthMail)
	if err != nil {
		return err
	}
	fmt.Println(link)
	mux := http.NewServeMux()
	mux.Handle("/", p)
	office(mux, w)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, func() { _ = p.Close(context.Background()); _ = server.Close() })
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// office lets a test act for the staff.
func office(mux *http.ServeMux, w *portaltest.World) {
	mux.HandleFunc("GET /dev/mail", func(out http.ResponseWriter, _ *http.Request) {
		sent := w.Mail.Sent()
		if len(sent) == 0 {
			http.NotFound(out, nil)
			return
		}
		_ = json.NewEncoder(out).Encode(sent[len(sent)-1])
	})
	do := func(path string, act func()) {
		mux.HandleFunc("POST /dev/"+path, func(http.ResponseWriter, *http.Request) { act() })
	}
	do("seal", func() {
		w.Seal(portaltest.Letter, portaltest.Acme, portaltest.LetterToSign, append(portaltest.LetterPDF(), "% sealed\n"...), 5)
	})
	do("correct", func() {
		w.Correct(portaltest.Letter, portaltest.Acme, "deliverable-corrected", portaltest.LetterToSign, "Engagement letter 2025",
			append(portaltest.LetterPDF(), '\n'), 4, portaltest.LetterPlan(), portaltest.Ruth)
	})
	do("write", func() {
		w.Staff(portaltest.Tom, portaltest.Return2025, engagement.MessagePosted,
			engagement.MessageBody{Message: engagement.MessageID(w.Relay.ID("msg"))}, engagement.TextPrivate{Text: "I am back, Ruth. Thank you."})
	})
	do("revoke", func() { w.Revoke(portaltest.Acme, portaltest.Ruth) })
}
