// A webhook receiver as the vendor's documentation shows it: net/http and the SDK's event dispatcher.
//
// Environment: INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for none), and what package handler reads.
// Prints `port N`; ends with its input.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/larksuite/oapi-sdk-go/v3/core/httpserverext"

	"helpdesk-evt.example/interop/handler"
)

func main() {
	dispatcher := handler.Dispatcher(os.Getenv("INTEROP_VERIFICATION_TOKEN"), os.Getenv("INTEROP_ENCRYPT_KEY"))
	http.HandleFunc("/webhook/event", httpserverext.NewEventHandlerFunc(dispatcher))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go handler.EndWithInput()
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}
