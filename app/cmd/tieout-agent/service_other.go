//go:build !windows

package main

import "context"

// supervised runs the program: here signals say when to stop.
func supervised(ctx context.Context, program func(context.Context) int) int { return program(ctx) }
