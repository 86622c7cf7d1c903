class Fourier(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def forward(self: __torch__.fovea.Fourier,
    image: Tensor) -> Tensor:
    return torch.view_as_real(torch.fft_rfft2(image))
  def inverse(self: __torch__.fovea.Fourier,
    spectrum: Tensor,
    width: Tensor) -> Tensor:
    size = [torch.size(spectrum, -3), int(width)]
    return torch.fft_irfft2(torch.view_as_complex(spectrum), size)
