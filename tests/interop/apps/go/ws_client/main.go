// A long-connection client as the vendor's documentation shows it: the SDK's ws client and event dispatcher.
//
// Environment: INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET, and what package handler reads. Ends with its input.
package main

import (
	"context"
	"log"
	"os"

	larkws "github.com/larksuite/oapi-sdk-go/v3/ws"

	"helpdesk-evt.example/interop/handler"
)

func main() {
	go handler.EndWithInput()
	// Over the long connection nothing is encrypted or signed: both secrets are empty.
	client := larkws.NewClient(
		os.Getenv("INTEROP_APP_ID"),
		os.Getenv("INTEROP_APP_SECRET"),
		larkws.WithEventHandler(handler.Dispatcher("", "")),
		larkws.WithDomain(os.Getenv("INTEROP_DOMAIN")),
	)
	log.Fatal(client.Start(context.Background()))
}
