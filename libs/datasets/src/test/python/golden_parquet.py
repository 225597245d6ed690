# Writes the Parquet files of ParquetTest, and what pyarrow reads from them. Needs pyarrow (26.0.1).
# Usage: python golden_parquet.py ../resources/io/malmoi/datasets/readers
import base64
import datetime
import decimal
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

target = pathlib.Path(sys.argv[1])
target.mkdir(parents=True, exist_ok=True)
table = pa.table({
    "id": pa.array([1, 2, 3], pa.int64()),
    "text": ["말모이는 사전이다.", None, "셋째\n줄 😀"],
    "score": [0.5, None, -1.0],
    "good": [True, False, None],
    "tags": [["가", None, "나"], [], None],
    "turns": [[{"from": "사람", "words": ["안녕"]}], None, [{"from": None, "words": []}]],
    "author": [{"name": "주시경", "born": 1876}, None, {"name": None, "born": 1}],
    "day": [datetime.date(1911, 1, 2), None, datetime.date(2026, 12, 31)],
    "at": pa.array([datetime.datetime(2026, 1, 2, 3, 4, 5, 678901), None, None], pa.timestamp("us")),
    "price": pa.array([decimal.Decimal("12.34"), None, decimal.Decimal("-0.05")], pa.decimal128(9, 2)),
    "raw": pa.array([b"\x00\xff", None, "글".encode()], pa.binary()),
    "counts": pa.array([[("a", 1), ("b", None)], None, []], pa.map_(pa.string(), pa.int32())),
    "names": pa.array([[(1, "하나")], None, []], pa.map_(pa.int32(), pa.string())),
})
for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
    pq.write_table(table, target / f"{codec}.parquet", compression=codec, row_group_size=2)


def plain(name, value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, list) and name == "counts":
        return dict(value)
    if isinstance(value, list) and name == "names":
        return [{"key": key, "value": text} for key, text in value]
    return value


with open(target / "rows.jsonl", "w", encoding="utf-8") as lines:
    for row in pq.read_table(target / "snappy.parquet").to_pylist():
        lines.write(json.dumps({name: plain(name, value) for name, value in row.items()}, ensure_ascii=False) + "\n")
