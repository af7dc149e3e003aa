// Command longline passes connections on to another address as a long line does:
// every byte arrives later by half of the round trip. It limits no throughput, so
// what a transfer loses over it is waiting for answers.
package main

import (
	"flag"
	"log"
	"net"
	"time"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:18643", "where to listen")
	to := flag.String("to", "127.0.0.1:18644", "where to pass connections on to")
	rtt := flag.Duration("rtt", 40*time.Millisecond, "round trip time")
	flag.Parse()
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	for {
		near, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer near.Close()
			far, err := net.Dial("tcp", *to)
			if err != nil {
				log.Print(err)
				return
			}
			defer far.Close()
			go carry(near, far, *rtt/2)
			carry(far, near, *rtt/2)
		}()
	}
}

// chunk is some bytes and when they arrive.
type chunk struct {
	data []byte
	at   time.Time
}

// onTheWay is how many chunks may be between the two ends: more than any window.
const onTheWay = 4096

func carry(to, from net.Conn, late time.Duration) {
	way := make(chan chunk, onTheWay)
	go func() {
		defer close(way)
		for {
			data := make([]byte, 32<<10)
			n, err := from.Read(data)
			if n > 0 {
				way <- chunk{data[:n], time.Now().Add(late)}
			}
			if err != nil {
				return
			}
		}
	}()
	for c := range way {
		<-time.After(time.Until(c.at))
		if _, err := to.Write(c.data); err != nil {
			from.Close()
			for range way { // so that the reader ends
			}
			return
		}
	}
	_ = to.(*net.TCPConn).CloseWrite()
}
