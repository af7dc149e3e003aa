//go:build race

package pdf

// raceDetector thins out tests that are about bytes, not about concurrency.
const raceDetector = true
