package io.malmoi.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive: a zip of code, the pickled tree of modules, and one element of storage a tensor. */
final class Archive {
    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private Archive() {}

    static byte[] write(ModuleTree tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "data.pkl", tree.pickled());
            put(zip, "code/__torch__.py", tree.code().getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < tree.storages().size(); i++) {
                put(zip, "data/" + i, new byte[tree.storages().get(i).bytes()]);
            }
            put(zip, "constants.pkl", EMPTY_TUPLE);
            put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            put(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        ZipEntry entry = new ZipEntry("program/" + name);
        CRC32 checksum = new CRC32();
        checksum.update(data);
        entry.setCrc(checksum.getValue());
        entry.setSize(data.length);
        entry.setCompressedSize(data.length);
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
