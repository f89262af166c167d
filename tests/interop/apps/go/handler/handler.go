// Package handler is what both apps share: the SDK's event dispatcher with one handler, as the vendor's documentation
// shows it.
package handler

import (
	"context"
	"errors"
	"log"
	"os"

	"github.com/larksuite/oapi-sdk-go/v3/event/dispatcher"
	larkhelpdesk "github.com/larksuite/oapi-sdk-go/v3/service/helpdesk/v1"
)

// Dispatcher appends one line `event_id ticket_id` per handled event to the file that INTEROP_RECORD names.
// INTEROP_RAISE=1 makes the handler return an error, INTEROP_RAISE=panic makes it panic. INTEROP_MESSAGES=1 registers a
// handler of messages, too.
func Dispatcher(token, encryptKey string) *dispatcher.EventDispatcher {
	record, err := os.OpenFile(os.Getenv("INTEROP_RECORD"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		log.Fatal(err)
	}
	// The token comes first here and in the Java SDK; in the Python SDK it comes second.
	events := dispatcher.NewEventDispatcher(token, encryptKey).
		OnP2TicketUpdatedV1(func(_ context.Context, event *larkhelpdesk.P2TicketUpdatedV1) error {
			switch os.Getenv("INTEROP_RAISE") {
			case "":
			case "panic":
				panic("handler panicked on purpose")
			default:
				return errors.New("handler raised on purpose")
			}
			_, err := record.WriteString(event.EventV2Base.Header.EventID + " " + *event.Event.Object.TicketId + "\n")
			return err
		})
	if os.Getenv("INTEROP_MESSAGES") != "" {
		events.OnP2TicketMessageCreatedV1(func(context.Context, *larkhelpdesk.P2TicketMessageCreatedV1) error {
			return nil
		})
	}
	return events
}

// EndWithInput ends the process once its standard input is closed.
func EndWithInput() {
	for buffer := make([]byte, 64); ; {
		if _, err := os.Stdin.Read(buffer); err != nil {
			os.Exit(0)
		}
	}
}
