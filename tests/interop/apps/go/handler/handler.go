// Package handler is what both apps share: the SDK's event dispatcher with its handlers, as the vendor's documentation
// shows it.
package handler

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"

	larkevent "github.com/larksuite/oapi-sdk-go/v3/event"
	"github.com/larksuite/oapi-sdk-go/v3/event/dispatcher"
	larkhelpdesk "github.com/larksuite/oapi-sdk-go/v3/service/helpdesk/v1"
)

// Dispatcher appends one line `event_id subject_id` per handled event to the file that INTEROP_RECORD names.
// INTEROP_RAISE=1 makes the handlers return an error, INTEROP_RAISE=panic makes them panic. INTEROP_ALL=1 registers a
// handler for each of the four types, else there is one for updates of tickets; INTEROP_ALL=custom has that of messages
// read the JSON itself.
func Dispatcher(token, encryptKey string) *dispatcher.EventDispatcher {
	record, err := os.OpenFile(os.Getenv("INTEROP_RECORD"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		log.Fatal(err)
	}
	handled := func(eventID, subjectID string) error {
		switch os.Getenv("INTEROP_RAISE") {
		case "":
		case "panic":
			panic("handler panicked on purpose")
		default:
			return errors.New("handler raised on purpose")
		}
		_, err := record.WriteString(eventID + " " + subjectID + "\n")
		return err
	}
	// The token comes first here and in the Java SDK; in the Python SDK it comes second.
	events := dispatcher.NewEventDispatcher(token, encryptKey).
		OnP2TicketUpdatedV1(func(_ context.Context, event *larkhelpdesk.P2TicketUpdatedV1) error {
			return handled(event.EventV2Base.Header.EventID, *event.Event.Object.TicketId)
		})
	if os.Getenv("INTEROP_ALL") == "" {
		return events
	}
	events.OnP2TicketCreatedV1(func(_ context.Context, event *larkhelpdesk.P2TicketCreatedV1) error {
		return handled(event.EventV2Base.Header.EventID, *event.Event.TicketId)
	})
	events.OnP2NotificationApproveV1(func(_ context.Context, event *larkhelpdesk.P2NotificationApproveV1) error {
		return handled(event.EventV2Base.Header.EventID, *event.Event.NotificationId)
	})
	if os.Getenv("INTEROP_ALL") != "custom" {
		return events.OnP2TicketMessageCreatedV1(
			func(_ context.Context, event *larkhelpdesk.P2TicketMessageCreatedV1) error {
				return handled(event.EventV2Base.Header.EventID, *event.Event.Ticket.TicketId)
			})
	}
	return events.OnCustomizedEvent("helpdesk.ticket_message.created_v1",
		func(_ context.Context, request *larkevent.EventReq) error {
			message, err := read(request.Body, encryptKey)
			if err != nil {
				return err
			}
			return handled(message.Header.EventID, message.Event.Ticket.TicketID)
		})
}

type message struct {
	Encrypt string `json:"encrypt"`
	Header  struct {
		EventID string `json:"event_id"`
	} `json:"header"`
	Event struct {
		Ticket struct {
			TicketID string `json:"ticket_id"`
		} `json:"ticket"`
	} `json:"event"`
}

// The SDK gives such a handler the body as it came, which may still be encrypted.
func read(body []byte, encryptKey string) (message, error) {
	var read message
	err := json.Unmarshal(body, &read)
	if err == nil && read.Encrypt != "" {
		if body, err = larkevent.EventDecrypt(read.Encrypt, encryptKey); err == nil {
			err = json.Unmarshal(body, &read)
		}
	}
	return read, err
}

// EndWithInput ends the process once its standard input is closed.
func EndWithInput() {
	for buffer := make([]byte, 64); ; {
		if _, err := os.Stdin.Read(buffer); err != nil {
			os.Exit(0)
		}
	}
}
