// Package portaltest is a relay in memory for tests of the portal and for work
// on its pages: the real rules of package engagement over a world that is gone
// when the process ends. It keeps no signatures and no log.
package portaltest
