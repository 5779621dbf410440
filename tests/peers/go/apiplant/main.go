// Serves one collection with PocketBase, as the benchmark of the model server has it: main FOLDER.
package main

import (
	"fmt"
	"log"
	"net"
	"os"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
)

func main() {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: os.Args[1]})
	if err := app.Bootstrap(); err != nil {
		log.Fatal(err)
	}
	app.OnServe().BindFunc(func(event *core.ServeEvent) error {
		if err := define(event.App); err != nil {
			return err
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		event.Listener, event.InstallerFunc = listener, nil
		fmt.Printf("listening on http://%s\n", listener.Addr())
		return event.Next()
	})
	if err := apis.Serve(app, apis.ServeConfig{HttpAddr: "127.0.0.1:0"}); err != nil {
		log.Fatal(err)
	}
}

// define makes the collection, which everyone may read and add to, and ends the log of requests: the model server has none.
func define(app core.App) error {
	settings := app.Settings()
	settings.Logs.MaxDays = 0
	if err := app.Save(settings); err != nil {
		return err
	}
	everyone := ""
	posts := core.NewBaseCollection("post")
	posts.ListRule, posts.CreateRule = &everyone, &everyone
	posts.Fields.Add(
		&core.TextField{Name: "title", Required: true},
		&core.TextField{Name: "text"},
		&core.NumberField{Name: "likes", OnlyInt: true},
	)
	return app.Save(posts)
}
