"""The post office: compose, outbox, delivery; it knows addresses only."""
