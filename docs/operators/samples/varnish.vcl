# Newsroom behind Varnish, which keeps readers' pages until the worker bans them: PURGE_URL=varnish://127.0.0.1:6081
# See docs/operators/shared-caches.md. In front of Varnish stands what speaks TLS, e.g. nginx.conf with `server 127.0.0.1:6081;`.
vcl 4.1;

backend newsroom {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 30s;  # the longest render, after which the worker bans once more
    .between_bytes_timeout = 10s;
}

# Who may ban, and whose word about visitors is taken: the worker, and the proxy that speaks TLS.
acl ours {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        # Varnish has added the other end to X-Forwarded-For: two addresses mean that a visitor came by the proxy.
        if (client.ip !~ ours || req.http.X-Forwarded-For ~ "," || !req.http.X-Ban) {
            return (synth(405, "Not allowed"));
        }
        ban("obj.http.Surrogate-Key ~ " + req.http.X-Ban);
        return (synth(200, "Banned"));
    }
    unset req.http.X-Ban;

    # The visitor's address is the last one: of two the other end, our own proxy, is left out.
    if (client.ip ~ ours) {
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    } else {
        set req.http.X-Forwarded-For = client.ip;
        set req.http.X-Forwarded-Proto = "http";
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # People of the desk: as in newsroom/pagecache/door.py. Other cookies change nothing.
    if (req.http.Authorization || req.http.Cookie ~ "(^|[;,\s])(sessionid|csrftoken|messages)\s*=") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);  # and then, by Varnish itself, the host and the address
}

sub vcl_backend_fetch {
    if (bereq.uncacheable) {
        set bereq.first_byte_timeout = 120s;    # the desk may take longer
    }
}

sub vcl_backend_response {
    # Nothing is shown after its time, also not while it is fetched anew.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (bereq.uncacheable || beresp.http.Set-Cookie || !beresp.http.Surrogate-Key || beresp.http.Cache-Control !~ "s-maxage=") {
        set beresp.uncacheable = true;
        set beresp.ttl = 120s;  # for so long nobody waits for another's answer in the hope that it may be kept
    }
    return (deliver);
}

sub vcl_deliver {
    # What was said to Varnish is for nobody beyond it.
    if (resp.http.Surrogate-Key) {
        set resp.http.Cache-Control = "no-cache";
    }
    unset resp.http.Surrogate-Key;
    unset resp.http.Age;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}
