// Package sync names the half of Tieout that both ends must agree on, and the
// relay. There is no importable code at this level; SPEC.md beside this file
// carries the numbered rules that tests cite.
package sync
