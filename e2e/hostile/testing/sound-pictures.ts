/** One picture of 16 × 16 pixels in several formats, by sharp. */

export interface Pictures {
  readonly png: Buffer;
  readonly jpeg: Buffer;
  readonly webp: Buffer;
  readonly gif: Buffer;
}

const decode = (...lines: readonly string[]) => Buffer.from(lines.join(""), "base64");

export const soundPictures: Pictures = {
  png: decode(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAACXBIWXMAAAPoAAAD6AG1e1JrAAABV0lEQVQokWNgYOcTlVHWMrSwd/MNiU7K",
    "LCiva+2ZPGvhivXb9h45fenmg+fvvjJy8IvJqmgbWTq4+zGExiRnFVbUt/VOmb1o5Ybt+46euXzr4Yv335g4BcTlVHWMrRw9/MNiU7KLKhva",
    "+6bOWcywauOO/cfOXrn96OWH78xcghLyarom1k6eAeFxqTnFVY0d/dPmLlm9aeeB4+eu3nn86uMPBhZuIUkFdT1TG2evwIj4tNyS6qbOCdPn",
    "LV2zedfBE+ev3X3y+tNPVh5hKUUNfTNbF+8ghsiE9LzSmuauiTPmL1u7Zfehkxeu33v65vMvNl4RaSVNA3M7V5/gqMSM/LLalu5JMxcsZ1i3",
    "dc/hUxdv3H/29gtR/mdACgCi/M+AFABE+Z8BKQCI8j8DUgAQ5X8GpAAgyv8M2BMAbv8zYE8AuP3PgD0B4PY/A/YEgNv/DNgTAG7/AwBbOXKc",
    "EvFAxgAAAABJRU5ErkJggg==",
  ),
  jpeg: decode(
    "/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4a",
    "HjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAQABADASIAAhEBAxEB/8QA",
    "FwAAAwEAAAAAAAAAAAAAAAAAAAECA//EACcQAAIBAgUCBwEAAAAAAAAAAAECAxETAAQSITEUwTIzQVFhcYGS/8QAFAEBAAAAAAAAAAAAAAAA",
    "AAAAAP/EABYRAQEBAAAAAAAAAAAAAAAAAAARIf/aAAwDAQACEQMRAD8AWUj8mwnvq6fLfXNztiUtydPcMUlK0uSvmaccafD3/MFVkthmjkIQ",
    "6dTtmCD8EbD02ONDJJGUV3eNghYCSVYT/KbsNsNI/9k=",
  ),
  webp: decode(
    "UklGRrIAAABXRUJQVlA4IKYAAACQBACdASoQABAAA4BaJQBOiP/90A1B7/unyAe38T5f0f2AewL5S1AAZ2TTrgAA/okzZUicrz9IJ1z3SX5T",
    "yYy3b+U6eqZbWuXf8KfLvg5coVzTdBH8Lb37k9EQVpvWqGf6W/sghytdEKwR/cnoiCtN6ht/9Oy4XdHhSs9X8IGPCp428DvFXo3JS7b2DBoj",
    "YLdCU3P8iswMQAT1F0HRQjjI/Eu+AAAA",
  ),
  gif: decode(
    "R0lGODlhEAAQAIMAAPL5BfP6BvH4A+71AfcDCjQ7QpyjqkhPVlxjaoeOlbK5wCAnLnF4gMjP1goRGODn7iH5BAQAAAAALAAAAAAQABAAAARJ",
    "0Ll1EEtGqfZmqVfWcB6IbeTyWSfXqab4vGu4zSUrD7nN8TDdDVhrPQQ9IzLoewCSsgD0RphyqkwjtijbxqjWh5fR3OpkEgoiAgA7",
  ),
};
