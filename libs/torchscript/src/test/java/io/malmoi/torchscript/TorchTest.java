package io.malmoi.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
    @TempDir
    private Path folder;

    @Test
    void takesTheBindingsForCudaWhereTheFolderOfLibtorchHasIt() throws IOException {
        String folders = folder.resolve("none") + File.pathSeparator + folder;
        assertThat(Torch.flavor(folders)).isEqualTo("cpu");
        Files.createFile(folder.resolve(System.mapLibraryName("torch_cuda")));
        assertThat(Torch.flavor(folders)).isEqualTo("cu128");
    }
}
