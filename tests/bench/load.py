"""Load on a server of this machine: N connections that send, wait for the whole answer, and send again.

    python -m tests.bench.load PORT FILE SECONDS CONNECTIONS

FILE holds a JSON list of {"path", "headers", "body"}; the connections take them in no order. Prints JSON:
requests answered with 200, requests answered otherwise, seconds, and the latencies p50 and p99 in milliseconds. In a
process of its own, so that the measuring does not take from the measured; plain sockets, since a client
library costs more than we do.
"""

from __future__ import annotations

import json
import random
import socket
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main() -> None:
    port, file, seconds, connections = sys.argv[1:]
    wanted = [_encoded(each) for each in json.loads(Path(file).read_text("utf-8"))]
    print(json.dumps(load(int(port), wanted, float(seconds), int(connections))))


def load(port: int, wanted: Sequence[bytes], seconds: float, connections: int) -> dict[str, Any]:
    """Send the encoded requests for so long over so many connections to 127.0.0.1."""
    latencies: list[float] = []
    others: list[int] = []
    start = time.perf_counter()
    threads = [
        threading.Thread(target=_converse, args=(port, wanted, number, start + seconds, latencies, others))
        for number in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    cuts = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
    return {
        "answered": len(latencies), "others": len(others), "statuses": sorted(set(others)), "seconds": took,
        "p50": cuts[49] * 1000, "p99": cuts[98] * 1000,
    }  # fmt: skip


def _encoded(request: dict[str, Any]) -> bytes:
    body = json.dumps(request["body"], ensure_ascii=False).encode()
    headers = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"POST {request['path']} HTTP/1.1", *(f"{k}: {v}" for k, v in (headers | request["headers"]).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _converse(
    port: int, wanted: Sequence[bytes], number: int, end: float, latencies: list[float], others: list[int]
) -> None:
    chance = random.Random(number)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (now := time.perf_counter()) < end:
            connection.sendall(chance.choice(wanted))
            status = _status_of_whole_answer(connection)
            latencies.append(time.perf_counter() - now) if status == 200 else others.append(status)


def _status_of_whole_answer(connection: socket.socket) -> int:
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError("the server closed the connection")
        data += more
    head = data[:end].decode("latin-1").lower().split("\r\n")
    length = next(int(line.split(":")[1]) for line in head if line.startswith("content-length:"))
    missing = length - (len(data) - end - 4)
    while missing > 0:
        missing -= len(connection.recv(min(missing, 1 << 20)))
    return int(head[0].split()[1])


if __name__ == "__main__":
    main()
