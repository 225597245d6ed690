package io.malmoi.datasets.readers;

import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the rows of a Parquet file; of its columns only those that are asked for. A file is read from its end, so that it is
 * first copied to the disk. Memory holds the pages of one row group, still packed.
 */
final class ParquetRecords implements RecordReader {
    private static final long LARGEST_ROW_GROUP = 256 << 20;

    private final SourceFile file;
    private final CorpusFormat format;
    private final ParquetFileReader reader;
    private final MessageType columns;
    private org.apache.parquet.io.RecordReader<Group> rows;
    private int groups;
    private long left;
    private long row;

    /**
     * Copies a file.
     *
     * @param work a folder for the copy, which takes the place of one before
     * @throws InvalidTextException if it is no Parquet file, or does not have the column
     */
    static ParquetRecords open(SourceFile file, InputStream content, CorpusFormat format, Path work)
            throws IOException {
        Path copy = work.resolve("rows.parquet");
        Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
        ParquetFileReader reader = attempt(
                file,
                () -> ParquetFileReader.open(
                        new LocalInputFile(copy),
                        ParquetReadOptions.builder(new PlainParquetConfiguration())
                                .withCodecFactory(new ParquetCodecs())
                                .usePageChecksumVerification()
                                .build()));
        try {
            return new ParquetRecords(file, format, reader);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private ParquetRecords(SourceFile file, CorpusFormat format, ParquetFileReader reader) {
        this.file = file;
        this.format = format;
        this.reader = reader;
        MessageType all = reader.getFileMetaData().getSchema();
        this.columns = format.records() ? all : new MessageType(all.getName(), column(all));
        reader.setRequestedSchema(columns);
    }

    private Type column(MessageType all) {
        List<String> names = all.getFields().stream().map(Type::getName).toList();
        if (!names.contains(format.column())) {
            throw new InvalidTextException(file.place(
                    "there is no column '" + format.column() + "'; the columns are " + String.join(", ", names)));
        }
        Type column = all.getType(format.column());
        if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
            throw new InvalidTextException(file.place("the column '" + format.column()
                    + "' is no text; keep the records whole, or name another: " + String.join(", ", names)));
        }
        return column;
    }

    @Override
    public String next() throws IOException, MalformedRecordException {
        while (left == 0) {
            if (!nextGroup()) {
                return null;
            }
        }
        left--;
        row++;
        Group values = attempt(file, rows::read);
        try {
            return format.records() ? ParquetJson.of(values).toString() : ParquetJson.text(values);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(file.place("row " + row + ": " + e.getMessage()));
        }
    }

    private boolean nextGroup() {
        if (groups == reader.getRowGroups().size()) {
            return false;
        }
        checkSize(reader.getRowGroups().get(groups++));
        PageReadStore pages = attempt(file, reader::readNextRowGroup);
        left = pages.getRowCount();
        rows = attempt(
                file,
                () -> new ColumnIOFactory()
                        .getColumnIO(columns, reader.getFileMetaData().getSchema())
                        .getRecordReader(pages, new GroupRecordConverter(columns)));
        return true;
    }

    private void checkSize(BlockMetaData group) {
        Set<String> read = new HashSet<>();
        columns.getFields().forEach(column -> read.add(column.getName()));
        long bytes = group.getColumns().stream()
                .filter(column -> read.contains(column.getPath().toArray()[0]))
                .mapToLong(column -> column.getTotalSize())
                .sum();
        if (bytes > LARGEST_ROW_GROUP) {
            throw new InvalidTextException(file.place(String.format(
                    Locale.ROOT,
                    "row group %d has %,d bytes, more than %,d: write the file with smaller row groups",
                    groups,
                    bytes,
                    LARGEST_ROW_GROUP)));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** What the library throws on broken data is of many kinds. */
    private static <T> T attempt(SourceFile file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidTextException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InvalidTextException(file.place("the Parquet data cannot be read: " + e.getMessage()));
        }
    }
}
