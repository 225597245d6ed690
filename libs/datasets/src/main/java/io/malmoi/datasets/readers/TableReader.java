package io.malmoi.datasets.readers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Reads rows of values, the first row naming the columns: CSV (RFC 4180), or TSV without quoting. */
final class TableReader implements RecordReader {
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    private static final CsvSchema COMMAS = CsvSchema.emptySchema();
    private static final CsvSchema TABS =
            CsvSchema.emptySchema().withColumnSeparator('\t').withoutQuoteChar();

    private final SourceFile file;
    private final CorpusFormat format;
    private final MappingIterator<String[]> rows;
    private final List<String> columns;
    private final int column;

    /** Reads a file's content in UTF-8. */
    TableReader(SourceFile file, InputStream content, CorpusFormat format, boolean tabs) throws IOException {
        this.file = file;
        this.format = format;
        this.rows = CSV.readerFor(String[].class).with(tabs ? TABS : COMMAS).readValues(content);
        String[] header = row();
        this.columns = header == null ? List.of() : Arrays.asList(header);
        this.column = columns.indexOf(format.column());
        if (column < 0 && !format.records() && header != null) {
            throw new InvalidTextException(file.place("line 1: there is no column '" + format.column()
                    + "'; the columns are " + String.join(", ", columns)));
        }
    }

    @Override
    public String next() throws IOException, MalformedRecordException {
        String[] row = row();
        if (row == null) {
            return null;
        }
        if (row.length != columns.size()) {
            throw new MalformedRecordException(file.place("line " + line() + ": has " + row.length
                    + " values, but there are " + columns.size() + " columns"));
        }
        return format.records() ? record(row) : row[column];
    }

    private String record(String[] row) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < row.length; i++) {
            record.put(columns.get(i), row[i]);
        }
        return record.toString();
    }

    private String[] row() throws IOException {
        try {
            return rows.hasNextValue() ? rows.nextValue() : null;
        } catch (JsonProcessingException e) {
            throw new InvalidTextException(file.place("line " + e.getLocation().getLineNr() + ": "
                    + e.getOriginalMessage() + "; what stands behind it cannot be read: correct the file"));
        }
    }

    /** The line at which the newest row ends. */
    private long line() {
        long next = rows.getCurrentLocation().getLineNr();
        return Math.max(1, rows.getCurrentLocation().getColumnNr() <= 1 ? next - 1 : next);
    }
}
