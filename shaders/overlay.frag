// An image laid over the picture, pixel by pixel; its rows run from the top. Premultiplied alpha.

uniform sampler2D picture;
uniform ivec2 corner;  // where its lower left pixel comes to lie

layout(location = 0) out vec4 out_colour;

void main()
{
  ivec2 pixel = ivec2(gl_FragCoord.xy) - corner;
  out_colour = texelFetch(picture, ivec2(pixel.x, textureSize(picture, 0).y - 1 - pixel.y), 0);
}
