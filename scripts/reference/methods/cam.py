"""Grad-CAM and guided Grad-CAM by Captum.

    grad-cam         relu( sum over channels k of a_k A_k ),  a_k the mean over positions of dS_c / dA_k
                     [N, 1, h, w] at the layer's own size (Selvaraju 2017, eq. 1 and 2)
    guided-grad-cam  guided backpropagation times grad-cam, enlarged to the image by nearest neighbours as
                     PyTorch has it: pixel i of H takes from floor(i h / H)
"""
import warnings

from captum.attr import GuidedGradCam, LayerGradCam


def grad_cam(network, images, targets, layer):
    method = LayerGradCam(network, network.parts[layer])
    return method.attribute(images, target=list(targets), relu_attributions=True).detach()


def guided_grad_cam(network, images, targets, layer):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method = GuidedGradCam(network, network.parts[layer])
        return method.attribute(images, target=list(targets), interpolate_mode="nearest").detach()
