package main

import (
	"context"

	"golang.org/x/sys/windows/svc"
)

// supervised runs the program under the service manager when that started it.
func supervised(ctx context.Context, program func(context.Context) int) int {
	if is, err := svc.IsWindowsService(); err != nil || !is {
		return program(ctx)
	}
	s := &service{program: program}
	if err := svc.Run("TieoutAgent", s); err != nil {
		return 1
	}
	return s.code
}

// service is the program as the service manager knows it.
type service struct {
	program func(context.Context) int
	code    int
}

// Execute implements svc.Handler: it runs until it is told to stop, and stops in
// order.
func (s *service) Execute(_ []string, asked <-chan svc.ChangeRequest, tell chan<- svc.Status) (own bool, code uint32) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan int, 1)
	go func() { ended <- s.program(ctx) }()
	status := svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	tell <- status
	for {
		select {
		case s.code = <-ended:
			return true, uint32(s.code)
		case r := <-asked:
			switch r.Cmd {
			case svc.Interrogate:
				tell <- status
			case svc.Stop, svc.Shutdown:
				status = svc.Status{State: svc.StopPending, WaitHint: 60_000}
				tell <- status
				stop()
			}
		}
	}
}
