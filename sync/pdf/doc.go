// Package pdf owns every touch of a PDF: it looks at files before they are
// used (Preflight), makes one package out of many parts (Assemble), adds the
// signers' marks and the certificate page as an appended revision
// (AppendMarks), seals the result (Seal) and checks a sealed file without a
// network (Verify).
//
// It stores nothing, keeps no global state, reads no clock (time arrives as an
// argument, so the same input gives the same bytes), imports no other Tieout
// package and lets no type of the PDF library it uses escape. Private keys
// reach it only as a crypto.Signer.
//
// Promises that other parts build on:
//   - Assemble copies the object graph it can reach from the pages, nothing
//     else. A reference to a missing object becomes null, so one document can
//     never show another one's objects.
//   - AppendMarks and Seal append. Their input is a literal prefix of their
//     output.
//   - Verify does not use the library that wrote the file and opens no object
//     but the ones it needs.
//
// Caveats: untrusted files belong in a Worker, because a parser can exhaust
// stack or memory in ways that no recover can catch. The structure tree of
// tagged input is not carried through Assemble, and no PDF/A conformance is
// claimed. Form fields are flattened for a signing package: see Forms.
package pdf
