// Package portal is the HTTP side of Tieout for people who are not staff: a
// client's contacts sign in, see what is happening, send what was asked for,
// read what was sent, and sign.
//
// It owns sessions, limits, the words a client reads and the JSON the pages
// read. It receives the pages themselves as an fs.FS.
//
// It must never write SQL, keep a file, or see an office-only event: what it
// reads comes from [Relay.Look], which is fed shared kinds alone (SPEC H3), and
// what it writes goes through [Relay.Append], which holds it against the same
// rules as a desk's action. It decides nothing about an engagement.
//
// # Who may see what
//
// A session names an e-mail address and nothing else. Every request asks the
// relay again where an active contact has that address, so an access that was
// withdrawn ends with the next request. A client that the address does not
// reach answers exactly like a client that does not exist.
//
// # Caveats
//
// Message texts, file names and addresses never enter a log or a URL. Times in
// words are in the firm's zone.
package portal
